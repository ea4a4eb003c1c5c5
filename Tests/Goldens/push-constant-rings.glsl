#version 450

layout(push_constant) uniform Rings
{
    vec2 center;
    float frequency;
    float phase;
} rings;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float filteredCos(float x, float x_dx, float x_dy)
{
    float _110 = abs(x_dx) + abs(x_dy);
    float w = (_110 <= 3.4028235e+38) ? _110 : 0.0;
    float _21;
    if (w > 0.001)
    {
        _21 = sin(0.5 * w) / (0.5 * w);
    }
    else
    {
        _21 = 1.0;
    }
    float sinc = _21;
    return (cos(x) * sinc) * (1.0 - smoothstep(3.1415927, 6.2831855, w));
}

void main()
{
    vec2 _123 = uv * gl_FragCoord.w;
    float _128 = 1.0 / gl_FragCoord.w;
    vec2 p = uv - rings.center;
    vec2 p_dx = (dFdx(_123) - (uv * dFdx(gl_FragCoord.w))) * _128;
    vec2 p_dy = (dFdy(_123) - (uv * dFdy(gl_FragCoord.w))) * _128;
    float param = (rings.frequency * dot(p, p)) + rings.phase;
    float param_dx = rings.frequency * (dot(p_dx, p) + dot(p, p_dx));
    float param_dy = rings.frequency * (dot(p_dy, p) + dot(p, p_dy));
    float value = filteredCos(param, param_dx, param_dy);
    fragColor = vec4(vec3(0.5 + (0.5 * value)), 1.0);
}

