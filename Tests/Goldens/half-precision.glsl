#version 450
#if defined(GL_AMD_gpu_shader_half_float)
#extension GL_AMD_gpu_shader_half_float : require
#elif defined(GL_EXT_shader_explicit_arithmetic_types_float16)
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
#else
#error No extension available for FP16.
#endif
#extension GL_EXT_shader_16bit_storage : require

layout(set = 0, binding = 0) uniform Ripples
{
    vec2 center;
    float frequency;
} ripples;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float16_t ripple(f16vec2 p, float16_t frequency, f16vec2 p_dx, f16vec2 p_dy, out float16_t ripple_dx, out float16_t ripple_dy)
{
    float16_t _18 = length(p);
    bool _115 = _18 == float16_t(0.0);
    f16vec2 _121 = p * ((abs(_18) < float16_t(6.1035156e-05)) ? float16_t(0.0) : (float16_t(1.0) / _18));
    float16_t r = _18;
    float16_t r_dx = _115 ? length(p_dx) : dot(_121, p_dx);
    float16_t r_dy = _115 ? length(p_dy) : dot(_121, p_dy);
    float16_t _21 = frequency * r;
    float16_t _22 = sin(_21);
    float16_t _26 = exp(float16_t(-2.0) * r);
    float16_t _137 = (_26 * (cos(_21) * frequency)) + (_22 * (_26 * float16_t(-2.0)));
    ripple_dx = _137 * r_dx;
    ripple_dy = _137 * r_dy;
    return _22 * _26;
}

void main()
{
    vec2 _165 = uv * gl_FragCoord.w;
    float _170 = 1.0 / gl_FragCoord.w;
    f16vec2 p = f16vec2(uv - ripples.center);
    f16vec2 p_dx = f16vec2((dFdx(_165) - (uv * dFdx(gl_FragCoord.w))) * _170);
    f16vec2 p_dy = f16vec2((dFdy(_165) - (uv * dFdy(gl_FragCoord.w))) * _170);
    f16vec2 param = p;
    f16vec2 param_dx = p_dx;
    f16vec2 param_dy = p_dy;
    float16_t param_1 = float16_t(ripples.frequency);
    float16_t ripple_dx;
    float16_t ripple_dy;
    float16_t _55 = ripple(param, param_1, param_dx, param_dy, ripple_dx, ripple_dy);
    float16_t height = _55;
    float16_t height_dx = ripple_dx;
    float16_t height_dy = ripple_dy;
    float _153 = abs(float(height_dx)) + abs(float(height_dy));
    float width = (_153 <= 3.4028235e+38) ? _153 : 0.0;
    float16_t soft = float16_t(max(width, 0.001));
    float16_t ink = smoothstep(-soft, soft, height);
    f16vec3 tint = mix(f16vec3(float16_t(0.099975586), float16_t(0.19995117), float16_t(0.39990234)), f16vec3(float16_t(0.89990234), float16_t(0.94970703), float16_t(1.0)), f16vec3(ink));
    fragColor = vec4(vec3(tint), 1.0);
}

