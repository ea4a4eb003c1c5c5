#version 450
// Ripples computed in half precision.
// The derivative of a half is taken after it is widened to a float, and the
// pattern's width is narrowed again for the blending.
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require

layout(set = 0, binding = 0) uniform Ripples {
    vec2  center;
    float frequency;
} ripples;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float16_t ripple(f16vec2 p, float16_t frequency)
{
    float16_t r = length(p);
    return sin(frequency * r) * exp(-2.0hf * r);
}

void main()
{
    f16vec2   p      = f16vec2(uv - ripples.center);
    float16_t height = ripple(p, float16_t(ripples.frequency));
    float     width  = fwidth(float(height));

    float16_t soft = float16_t(max(width, 1e-3));
    float16_t ink  = smoothstep(-soft, soft, height);
    f16vec3   tint = mix(f16vec3(0.1hf, 0.2hf, 0.4hf), f16vec3(0.9hf, 0.95hf, 1.0hf), ink);
    fragColor = vec4(vec3(tint), 1.0);
}
