#version 300 es
precision highp float;
precision mediump int;

uniform float scale;
uniform float borderPixels;

in vec2 uv;
out vec4 fragColor;

vec2 randomPoint(vec2 cell)
{
    vec2 q = vec2(dot(cell, vec2(131.3, 57.7)), dot(cell, vec2(83.9, 219.1)));
    return fract(sin(q) * 18317.71);
}

void main()
{
    vec2 _280 = uv * gl_FragCoord.w;
    float _285 = 1.0 / gl_FragCoord.w;
    vec2 p = uv * scale;
    vec2 p_dx = ((dFdx(_280) - (uv * dFdx(gl_FragCoord.w))) * _285) * scale;
    vec2 p_dy = ((dFdy(_280) - (uv * dFdy(gl_FragCoord.w))) * _285) * scale;
    vec2 base = floor(p);
    vec2 nearest = vec2(8.0);
    vec2 nearest_dx = vec2(0.0);
    vec2 nearest_dy = vec2(0.0);
    vec2 nearestCell = base;
    for (int j = -1; j <= 1; j++)
    {
        for (int i = -1; i <= 1; i++)
        {
            vec2 cell = base + vec2(float(i), float(j));
            vec2 param = cell;
            vec2 delta = (cell + randomPoint(param)) - p;
            vec2 delta_dx = p_dx * (-1.0);
            vec2 delta_dy = p_dy * (-1.0);
            if (dot(delta, delta) < dot(nearest, nearest))
            {
                nearest = delta;
                nearest_dx = delta_dx;
                nearest_dy = delta_dy;
                nearestCell = cell;
            }
        }
    }
    float border = 8.0;
    float border_dx = 0.0;
    float border_dy = 0.0;
    for (int j_1 = -2; j_1 <= 2; j_1++)
    {
        for (int i_1 = -2; i_1 <= 2; i_1++)
        {
            vec2 cell_1 = nearestCell + vec2(float(i_1), float(j_1));
            if (all(equal(cell_1, nearestCell)))
            {
                continue;
            }
            vec2 param_1 = cell_1;
            vec2 delta_1 = (cell_1 + randomPoint(param_1)) - p;
            vec2 delta_dx_1 = p_dx * (-1.0);
            vec2 delta_dy_1 = p_dy * (-1.0);
            float _145 = border;
            vec2 _150 = (nearest + delta_1) * 0.5;
            vec2 _153 = delta_1 - nearest;
            vec2 _237 = delta_dx_1 - nearest_dx;
            vec2 _238 = delta_dy_1 - nearest_dy;
            vec2 _154 = normalize(_153);
            float _239 = length(_153);
            float _245 = (abs(_239) < 1.1754944e-38) ? 0.0 : (1.0 / _239);
            float _155 = dot(_150, _154);
            bool _262 = _155 < _145;
            border = min(_145, _155);
            border_dx = _262 ? (dot((nearest_dx + delta_dx_1) * 0.5, _154) + dot(_150, (_237 - (_154 * dot(_154, _237))) * _245)) : border_dx;
            border_dy = _262 ? (dot((nearest_dy + delta_dy_1) * 0.5, _154) + dot(_150, (_238 - (_154 * dot(_154, _238))) * _245)) : border_dy;
        }
    }
    float _269 = abs(border_dx) + abs(border_dy);
    float width = (_269 <= 3.4028235e+38) ? _269 : 0.0;
    float ink = smoothstep((borderPixels - 0.5) * width, (borderPixels + 0.5) * width, border);
    vec2 param_2 = nearestCell + vec2(0.5);
    vec2 tint = randomPoint(param_2);
    fragColor = vec4(vec3(vec2(0.5) + (tint * 0.4), 0.8) * ink, 1.0);
}

