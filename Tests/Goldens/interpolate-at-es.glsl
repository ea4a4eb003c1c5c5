#version 320 es
precision highp float;
precision mediump int;

uniform vec2 nudge;

in vec2 uv;
sample in vec2 cellPosition;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _138 = uv * gl_FragCoord.w;
    float w_inverse_dx = dFdx(gl_FragCoord.w);
    float w_inverse_dy = dFdy(gl_FragCoord.w);
    float w_inverse = gl_FragCoord.w;
    vec2 _140 = cellPosition * gl_FragCoord.w;
    float _144 = 1.0 / gl_FragCoord.w;
    vec2 _16 = interpolateAtOffset(uv, nudge);
    float _75 = 1.0 / ((w_inverse + (w_inverse_dx * nudge.x)) + (w_inverse_dy * nudge.y));
    vec2 p = _16;
    vec2 p_dx = (dFdx(_138) - (_16 * w_inverse_dx)) * _75;
    vec2 p_dy = (dFdy(_138) - (_16 * w_inverse_dy)) * _75;
    vec2 cell = fract(p * 30.0) - vec2(0.5);
    vec2 cell_dx = p_dx * 30.0;
    vec2 cell_dy = p_dy * 30.0;
    float _28 = length(cell);
    bool _93 = _28 == 0.0;
    vec2 _99 = cell * ((abs(_28) < 1.1754944e-38) ? 0.0 : (1.0 / _28));
    float d = _28 - 0.3;
    float d_dx = _93 ? length(cell_dx) : dot(_99, cell_dx);
    float d_dy = _93 ? length(cell_dy) : dot(_99, cell_dy);
    float _112 = abs(d_dx) + abs(d_dy);
    float w = (_112 <= 3.4028235e+38) ? _112 : 0.0;
    float dots = clamp(0.5 - (d / w), 0.0, 1.0);
    float _122 = abs(((dFdx(_140) - (cellPosition * w_inverse_dx)) * _144).x) + abs(((dFdy(_140) - (cellPosition * w_inverse_dy)) * _144).x);
    float _130 = abs(p_dx.x) + abs(p_dy.x);
    float border = ((_122 <= 3.4028235e+38) ? _122 : 0.0) / max((_130 <= 3.4028235e+38) ? _130 : 0.0, 1e-06);
    fragColor = vec4(dots, dots, 0.5 * border, 1.0);
}

