#version 330 core

uniform float zoom;
uniform vec3 fillColor;

in vec2 uv;
out vec4 fragColor;

float sdCircle(vec2 p, float radius, vec2 p_dx, vec2 p_dy, out float sdCircle_dx, out float sdCircle_dy)
{
    float _22 = length(p);
    bool _116 = _22 == 0.0;
    vec2 _122 = p * ((abs(_22) < 1.1754944e-38) ? 0.0 : (1.0 / _22));
    sdCircle_dx = _116 ? length(p_dx) : dot(_122, p_dx);
    sdCircle_dy = _116 ? length(p_dy) : dot(_122, p_dy);
    return _22 - radius;
}

float coverage(float d, float w)
{
    return clamp(0.5 - (d / w), 0.0, 1.0);
}

void main()
{
    vec2 _152 = uv * gl_FragCoord.w;
    float _157 = 1.0 / gl_FragCoord.w;
    float _100 = zoom * 2.0;
    vec2 p = ((uv * 2.0) - vec2(1.0)) * zoom;
    vec2 p_dx = ((dFdx(_152) - (uv * dFdx(gl_FragCoord.w))) * _157) * _100;
    vec2 p_dy = ((dFdy(_152) - (uv * dFdy(gl_FragCoord.w))) * _157) * _100;
    vec2 param = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    float param_1 = 0.7;
    float sdCircle_dx;
    float sdCircle_dy;
    float _54 = sdCircle(param, param_1, param_dx, param_dy, sdCircle_dx, sdCircle_dy);
    float d = _54;
    float d_dx = sdCircle_dx;
    float d_dy = sdCircle_dy;
    float _140 = abs(d_dx) + abs(d_dy);
    float w = (_140 <= 3.4028235e+38) ? _140 : 0.0;
    float param_2 = d;
    float param_3 = w;
    float inside = coverage(param_2, param_3);
    float param_4 = abs(d) - 0.03;
    float param_5 = w;
    float outline = coverage(param_4, param_5);
    vec3 color = mix(vec3(0.95), fillColor, vec3(inside));
    color = mix(color, vec3(0.05), vec3(outline));
    fragColor = vec4(color, 1.0);
}

