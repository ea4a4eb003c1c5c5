#version 330 core

uniform vec2 resolution;
uniform float time;

out vec4 fragColor;

void main()
{
    vec2 _27 = vec2(resolution.y);
    bvec2 _107 = lessThan(abs(_27), vec2(1.1754944e-38));
    vec2 _109 = vec2(1.0) / _27;
    vec2 _112 = vec2(_107.x ? vec2(0.0).x : _109.x, _107.y ? vec2(0.0).y : _109.y) * 2.0;
    vec2 p = ((gl_FragCoord.xy * 2.0) - resolution) / _27;
    vec2 p_dx = _112 * vec4(1.0, 0.0, 0.0, 0.0).xy;
    vec2 p_dy = _112 * vec4(0.0, 1.0, 0.0, 0.0).xy;
    float _38 = (7.0 * p.x) + time;
    float _122 = cos(_38) * 7.0;
    float _47 = (5.0 * p.y) - (0.7 * time);
    float _128 = cos(_47) * 5.0;
    float _52 = length(p);
    bool _131 = _52 == 0.0;
    vec2 _136 = p * ((abs(_52) < 1.1754944e-38) ? 0.0 : (1.0 / _52));
    float _55 = (9.0 * _52) + time;
    float _144 = cos(_55) * 9.0;
    float value = (sin(_38) + sin(_47)) + sin(_55);
    float value_dx = _144 * (_131 ? length(p_dx) : dot(_136, p_dx)) + (_128 * p_dx.y + (_122 * p_dx.x));
    float value_dy = _144 * (_131 ? length(p_dy) : dot(_136, p_dy)) + (_128 * p_dy.y + (_122 * p_dy.x));
    float _157 = abs(value_dx) + abs(value_dy);
    float w = (_157 <= 3.4028235e+38) ? _157 : 0.0;
    float line = 1.0 - smoothstep(0.0, 2.0 * w, abs(fract(value) - 0.5));
    vec3 color = vec3(0.5) + (cos(vec3(value) + vec3(0.0, 2.1, 4.2)) * 0.5);
    fragColor = vec4(color * (1.0 - (0.6 * line)), 1.0);
}

