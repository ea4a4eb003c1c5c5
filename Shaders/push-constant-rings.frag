#version 450
// Concentric rings filtered exactly over one dimension, the parameters coming
// from push constants.
// The cosine is averaged over the pixel's width, which multiplies it by a sinc.
layout(push_constant) uniform Rings {
    vec2  center;
    float frequency;
    float phase;
} rings;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float filteredCos(float x)
{
    float w = fwidth(x);
    float sinc = w > 1e-3 ? sin(0.5 * w) / (0.5 * w) : 1.0;
    return cos(x) * sinc * (1.0 - smoothstep(3.1415927, 6.2831853, w));
}

void main()
{
    vec2  p = uv - rings.center;
    float value = filteredCos(rings.frequency * dot(p, p) + rings.phase);
    fragColor = vec4(vec3(0.5 + 0.5 * value), 1.0);
}
