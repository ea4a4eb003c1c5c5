#version 450 core

uniform float frequency;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2 _127 = uv * gl_FragCoord.w;
    float _132 = 1.0 / gl_FragCoord.w;
    vec2 p = uv - vec2(0.5);
    vec2 p_dx = (dFdx(_127) - (uv * dFdx(gl_FragCoord.w))) * _132;
    vec2 p_dy = (dFdy(_127) - (uv * dFdy(gl_FragCoord.w))) * _132;
    float _25 = frequency * dot(p, p);
    float _88 = cos(_25) * frequency;
    float value = sin(_25);
    float value_dx = _88 * (dot(p_dx, p) + dot(p, p_dx));
    float value_dy = _88 * (dot(p_dy, p) + dot(p, p_dy));
    vec2 fine = vec2((abs(value_dx) <= 3.4028235e+38) ? value_dx : 0.0, (abs(value_dy) <= 3.4028235e+38) ? value_dy : 0.0);
    vec2 coarse = vec2((abs(value_dx) <= 3.4028235e+38) ? value_dx : 0.0, (abs(value_dy) <= 3.4028235e+38) ? value_dy : 0.0);
    float slope = length(fine);
    float difference = length(fine - coarse);
    float _111 = abs(value_dx) + abs(value_dy);
    float _117 = abs(value_dx) + abs(value_dy);
    float widths = ((_111 <= 3.4028235e+38) ? _111 : 0.0) - ((_117 <= 3.4028235e+38) ? _117 : 0.0);
    float line = 1.0 - smoothstep(0.0, 1.5 * slope, abs(value));
    fragColor = vec4(line, 10.0 * difference, 0.5 + (5.0 * widths), 1.0);
}

