#version 310 es
precision highp float;
precision highp int;

uniform int count;
uniform float radius;

in vec2 uv;
out vec4 fragColor;

float spiral(vec2 p, vec2 p_dx, vec2 p_dy, inout float spiral_dx, inout float spiral_dy)
{
    float best = 1000.0;
    float best_dx = 0.0;
    float best_dy = 0.0;
    for (int i = 0; i < count; i++)
    {
        if ((i % 3) == 2)
        {
            continue;
        }
        float t = float(i) * 0.618034;
        vec2 c = vec2(cos(6.2831855 * t), sin(6.2831855 * t)) * (0.08 * sqrt(float(i)));
        float _63 = best;
        vec2 _66 = p - c;
        float _67 = length(_66);
        bool _224 = _67 == 0.0;
        vec2 _230 = _66 * ((abs(_67) < 1.1754944e-38) ? 0.0 : (1.0 / _67));
        float _71 = _67 - radius;
        bool _237 = _71 < _63;
        best = min(_63, _71);
        best_dx = _237 ? (_224 ? length(p_dx) : dot(_230, p_dx)) : best_dx;
        best_dy = _237 ? (_224 ? length(p_dy) : dot(_230, p_dy)) : best_dy;
        if (best < ((-0.9) * radius))
        {
            spiral_dx = best_dx;
            spiral_dy = best_dy;
            return best;
        }
    }
    spiral_dx = best_dx;
    spiral_dy = best_dy;
    return best;
}

float firstCrossing(vec2 p, vec2 p_dx, vec2 p_dy, inout float firstCrossing_dx, inout float firstCrossing_dy)
{
    float product = 0.0;
    float product_dx = 0.0;
    float product_dy = 0.0;
    bool found = false;
    for (int i = 1; (i < 5) && (!found); i++)
    {
        int j = 0;
        while (true)
        {
            int _112 = j;
            int _113 = _112 + 1;
            j = _113;
            if (_113 > 4)
            {
                break;
            }
            if (j == i)
            {
                continue;
            }
            float _126 = float(i);
            float _133 = (_126 * p.x) * 4.0;
            float _134 = sin(_133);
            float _136 = float(j);
            float _141 = (_136 * p.y) * 4.0;
            float _142 = cos(_141);
            float _283 = _142 * (cos(_133) * (4.0 * _126));
            float _284 = _134 * ((-sin(_141)) * (4.0 * _136));
            product = _134 * _142;
            product_dx = _284 * p_dx.y + (_283 * p_dx.x);
            product_dy = _284 * p_dy.y + (_283 * p_dy.x);
            found = product > 0.6;
            if (found)
            {
                break;
            }
        }
    }
    firstCrossing_dx = product_dx;
    firstCrossing_dy = product_dy;
    return product;
}

void main()
{
    vec2 _310 = uv * gl_FragCoord.w;
    float _315 = 1.0 / gl_FragCoord.w;
    vec2 p = (uv * 2.0) - vec2(1.0);
    vec2 p_dx = ((dFdx(_310) - (uv * dFdx(gl_FragCoord.w))) * _315) * 2.0;
    vec2 p_dy = ((dFdy(_310) - (uv * dFdy(gl_FragCoord.w))) * _315) * 2.0;
    vec2 param = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    float spiral_dx;
    float spiral_dy;
    float _168 = spiral(param, param_dx, param_dy, spiral_dx, spiral_dy);
    float d = _168;
    float d_dx = spiral_dx;
    float d_dy = spiral_dy;
    float _255 = abs(d_dx) + abs(d_dy);
    float w = (_255 <= 3.4028235e+38) ? _255 : 0.0;
    vec2 param_1 = p;
    vec2 param_dx_1 = p_dx;
    vec2 param_dy_1 = p_dy;
    float firstCrossing_dx;
    float firstCrossing_dy;
    float _175 = firstCrossing(param_1, param_dx_1, param_dy_1, firstCrossing_dx, firstCrossing_dy);
    float c = _175;
    float c_dx = firstCrossing_dx;
    float c_dy = firstCrossing_dy;
    float _301 = abs(c_dx) + abs(c_dy);
    float v = ((_301 <= 3.4028235e+38) ? _301 : 0.0) + 0.0001;
    float dots = clamp(0.5 - (d / w), 0.0, 1.0);
    float waves = smoothstep(0.6 - v, 0.6 + v, c);
    fragColor = vec4(dots, 0.5 * waves, 0.3, 1.0);
}

