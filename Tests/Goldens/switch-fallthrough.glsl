#version 450

layout(push_constant) uniform Constants
{
    float time;
    int detail;
} pc;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float wave(vec2 p, int detail, vec2 p_dx, vec2 p_dy, out float wave_dx, out float wave_dy)
{
    float sum = 0.0;
    float sum_dx = 0.0;
    float sum_dy = 0.0;
    switch (detail)
    {
        case 3:
        {
            float _33 = 31.0 * p.x;
            float _37 = _33 * p.y;
            float _170 = p.y * 31.0;
            float _175 = cos(_37);
            sum += (0.2 * sin(_37));
            sum_dx = 0.2 * (_175 * fma(_33, p_dx.y, _170 * p_dx.x));
            sum_dy = 0.2 * (_175 * fma(_33, p_dy.y, _170 * p_dy.x));
        }
        case 2:
        {
            float _54 = (17.0 * p.y) + pc.time;
            float _186 = 0.4 * (cos(_54) * 17.0);
            sum += (0.4 * sin(_54));
            sum_dx = fma(_186, p_dx.y, sum_dx);
            sum_dy = fma(_186, p_dy.y, sum_dy);
        }
        default:
        {
            float _63 = 9.0 * p.x;
            float _157 = 0.6 * (cos(_63) * 9.0);
            sum += (0.6 * sin(_63));
            sum_dx = fma(_157, p_dx.x, sum_dx);
            sum_dy = fma(_157, p_dy.x, sum_dy);
            break;
        }
        case 0:
        {
            wave_dx = p_dx.x;
            wave_dy = p_dy.x;
            return p.x - 0.5;
        }
        case 7:
        case 8:
        {
            vec2 _77 = p - vec2(0.5);
            float _78 = length(_77);
            bool _198 = _78 == 0.0;
            vec2 _204 = _77 * ((abs(_78) < 1.1754944e-38) ? 0.0 : (1.0 / _78));
            float r = _78;
            float r_dx = _198 ? length(p_dx) : dot(_204, p_dx);
            float r_dy = _198 ? length(p_dy) : dot(_204, p_dy);
            float _81 = 40.0 * r;
            float _217 = (-sin(_81)) * 40.0;
            sum = cos(_81);
            sum_dx = _217 * r_dx;
            sum_dy = _217 * r_dy;
            break;
        }
    }
    wave_dx = fma(0.1, p_dx.y, sum_dx);
    wave_dy = fma(0.1, p_dy.y, sum_dy);
    return sum + (0.1 * p.y);
}

void main()
{
    vec2 _262 = uv * gl_FragCoord.w;
    float _267 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_262) - (uv * dFdx(gl_FragCoord.w))) * _267;
    vec2 uv_dy = (dFdy(_262) - (uv * dFdy(gl_FragCoord.w))) * _267;
    int column = int(floor(uv.x * 4.0));
    vec2 param = uv;
    vec2 param_dx = uv_dx;
    vec2 param_dy = uv_dy;
    int param_1 = pc.detail;
    float wave_dx;
    float wave_dy;
    float _111 = wave(param, param_1, param_dx, param_dy, wave_dx, wave_dy);
    float a = _111;
    float a_dx = wave_dx;
    float a_dy = wave_dy;
    vec2 param_2 = uv.yx;
    vec2 param_dx_1 = uv_dx.yx;
    vec2 param_dy_1 = uv_dy.yx;
    int param_3 = column;
    float _118 = wave(param_2, param_3, param_dx_1, param_dy_1, wave_dx, wave_dy);
    float b = _118;
    float b_dx = wave_dx;
    float b_dy = wave_dy;
    float _247 = abs(a_dx) + abs(a_dy);
    float wa = (_247 <= 3.4028235e+38) ? _247 : 0.0;
    float _254 = abs(b_dx) + abs(b_dy);
    float wb = (_254 <= 3.4028235e+38) ? _254 : 0.0;
    fragColor = vec4(smoothstep(-wa, wa, a), smoothstep(-wb, wb, b), 0.4, 1.0);
}

