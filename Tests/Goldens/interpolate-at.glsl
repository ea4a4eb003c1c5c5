#version 450 core

in vec2 uv;
in vec3 tint;
layout(location = 0) out vec4 fragColor;

float rings_d(vec2 p, vec2 p_dx, vec2 p_dy, out float rings_dx, out float rings_dy)
{
    vec2 _106 = p - vec2(0.5);
    float _107 = length(_106);
    bool _118 = _107 == 0.0;
    vec2 _124 = _106 * ((abs(_107) < 1.1754944e-38) ? 0.0 : (1.0 / _107));
    float _108 = 60.0 * _107;
    float _132 = cos(_108) * 60.0;
    rings_dx = _132 * (_118 ? length(p_dx) : dot(_124, p_dx));
    rings_dy = _132 * (_118 ? length(p_dy) : dot(_124, p_dy));
    return sin(_108);
}

float rings(vec2 p)
{
    return sin(60.0 * length(p - vec2(0.5)));
}

void main()
{
    vec2 _158 = uv * gl_FragCoord.w;
    float w_inverse_dx = dFdx(gl_FragCoord.w);
    float w_inverse_dy = dFdy(gl_FragCoord.w);
    float w_inverse = gl_FragCoord.w;
    vec2 _30 = interpolateAtOffset(uv, vec2(0.25, -0.25));
    float _88 = 1.0 / ((w_inverse + (w_inverse_dx * 0.25)) + (w_inverse_dy * (-0.25)));
    vec2 shifted = _30;
    vec2 shifted_dx = (dFdx(_158) - (_30 * w_inverse_dx)) * _88;
    vec2 shifted_dy = (dFdy(_158) - (_30 * w_inverse_dy)) * _88;
    vec2 inside = interpolateAtCentroid(uv);
    vec3 sampled = interpolateAtSample(tint, gl_SampleID);
    vec2 param = shifted;
    vec2 param_dx = shifted_dx;
    vec2 param_dy = shifted_dy;
    float rings_dx;
    float rings_dy;
    float _47 = rings_d(param, param_dx, param_dy, rings_dx, rings_dy);
    float a = _47;
    float a_dx = rings_dx;
    float a_dy = rings_dy;
    vec2 param_1 = inside;
    float b = rings(param_1);
    float _146 = abs(a_dx) + abs(a_dy);
    float w = (_146 <= 3.4028235e+38) ? _146 : 0.0;
    float edge = smoothstep(-w, w, a);
    fragColor = vec4(sampled * edge, 1.0) * (0.75 + (0.25 * b));
}

