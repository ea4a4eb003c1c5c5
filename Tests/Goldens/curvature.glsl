#version 450

layout(set = 0, binding = 0) uniform Params
{
    float relief;
    float contrast;
};

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float height(inout vec2 p, inout vec2 p_dx, inout vec2 p_dy, inout float height_dx, inout float height_dy, inout vec2 p_dx_1, inout vec2 p_dy_1, inout vec2 p_dx_dx, inout vec2 p_dx_dy, inout vec2 p_dy_dx, inout vec2 p_dy_dy, inout float height_dx_dx, inout float height_dx_dy, inout float height_dy_dx, inout float height_dy_dy)
{
    float h = 0.0;
    float h_dx = 0.0;
    float h_dx_dx = 0.0;
    float h_dx_dy = 0.0;
    float h_dy = 0.0;
    float h_dy_dx = 0.0;
    float h_dy_dy = 0.0;
    float scale = 1.0;
    for (int i = 0; i < 3; i++)
    {
        float _47 = (p.x * 3.0) + (1.7 * float(i));
        float _49 = scale * sin(_47);
        float _241 = scale * (cos(_47) * 3.0);
        float _59 = (p.y * 2.6) - (0.9 * float(i));
        float _60 = cos(_59);
        float _248 = (-sin(_59)) * 2.6;
        float _249 = _60 * _241;
        float _362 = _241 * ((-sin(_59)) * 2.6);
        float _363 = _60 * (scale * (3.0 * ((-sin(_47)) * 3.0)));
        float _365 = fma(_363, p_dx_1.x, _362 * p_dx_1.y);
        float _367 = fma(_363, p_dy_1.x, _362 * p_dy_1.y);
        float _250 = _49 * _248;
        float _368 = _248 * (scale * (cos(_47) * 3.0));
        float _369 = _49 * (2.6 * (-(cos(_59) * 2.6)));
        float _371 = fma(_369, p_dx_1.y, _368 * p_dx_1.x);
        float _373 = fma(_369, p_dy_1.y, _368 * p_dy_1.x);
        h += (_49 * _60);
        h_dx = fma(_250, p_dx.y, fma(_249, p_dx.x, h_dx));
        h_dx_dx = ((p_dx.y * _371) + (_250 * p_dx_dx.y)) + (((p_dx.x * _365) + (_249 * p_dx_dx.x)) + h_dx_dx);
        h_dx_dy = ((p_dx.y * _373) + (_250 * p_dx_dy.y)) + (((p_dx.x * _367) + (_249 * p_dx_dy.x)) + h_dx_dy);
        h_dy = fma(_250, p_dy.y, fma(_249, p_dy.x, h_dy));
        h_dy_dx = ((p_dy.y * _371) + (_250 * p_dy_dx.y)) + (((p_dy.x * _365) + (_249 * p_dy_dx.x)) + h_dy_dx);
        h_dy_dy = ((p_dy.y * _373) + (_250 * p_dy_dy.y)) + (((p_dy.x * _367) + (_249 * p_dy_dy.x)) + h_dy_dy);
        p = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p;
        p_dx_1 = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dx_1;
        p_dy_1 = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dy_1;
        p_dx = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dx;
        p_dx_dx = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dx_dx;
        p_dx_dy = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dx_dy;
        p_dy = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dy;
        p_dy_dx = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dy_dx;
        p_dy_dy = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dy_dy;
        scale *= 0.45;
    }
    height_dx = h_dx;
    height_dx_dx = h_dx_dx;
    height_dx_dy = h_dx_dy;
    height_dy = h_dy;
    height_dy_dx = h_dy_dx;
    height_dy_dy = h_dy_dy;
    return h;
}

vec2 slope_d(float h, float h_dx, float h_dy, float h_dx_dx, float h_dx_dy, float h_dy_dx, float h_dy_dy, out vec2 slope_d_dx, out vec2 slope_d_dy)
{
    bool _289 = abs(h_dx) <= 3.4028235e+38;
    bool _292 = abs(h_dy) <= 3.4028235e+38;
    slope_d_dx = vec2(_289 ? h_dx_dx : 0.0, _292 ? h_dy_dx : 0.0);
    slope_d_dy = vec2(_289 ? h_dx_dy : 0.0, _292 ? h_dy_dy : 0.0);
    return vec2(_289 ? h_dx : 0.0, _292 ? h_dy : 0.0);
}

vec2 slope(float h, float h_dx, float h_dy)
{
    return vec2((abs(h_dx) <= 3.4028235e+38) ? h_dx : 0.0, (abs(h_dy) <= 3.4028235e+38) ? h_dy : 0.0);
}

void main()
{
    vec2 _501 = uv * gl_FragCoord.w;
    float _503 = dFdx(gl_FragCoord.w);
    float _506 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_501) - (uv * _503)) * _506;
    float _508 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_501) - (uv * _508)) * _506;
    float _512 = (-_503) * _506;
    float _516 = (-_508) * _506;
    vec2 uv_dx_dy = (uv_dy * _512) + (uv_dx * _516);
    vec2 param = uv * 4.0;
    vec2 param_dx_2 = uv_dx * 4.0;
    vec2 param_dy_2 = uv_dy * 4.0;
    vec2 param_dx = uv_dx * 4.0;
    vec2 param_dx_dx = (uv_dx * (_512 * 2.0)) * 4.0;
    vec2 param_dx_dy = uv_dx_dy * 4.0;
    vec2 param_dy = uv_dy * 4.0;
    vec2 param_dy_dx = uv_dx_dy * 4.0;
    vec2 param_dy_dy = (uv_dy * (_516 * 2.0)) * 4.0;
    float height_dx;
    float height_dy;
    float height_dx_dx;
    float height_dx_dy;
    float height_dy_dx;
    float height_dy_dy;
    float _102 = height(param, param_dx, param_dy, height_dx, height_dy, param_dx_2, param_dy_2, param_dx_dx, param_dx_dy, param_dy_dx, param_dy_dy, height_dx_dx, height_dx_dy, height_dy_dx, height_dy_dy);
    float h = relief * _102;
    float h_dx = relief * height_dx;
    float h_dx_dx = relief * height_dx_dx;
    float h_dx_dy = relief * height_dx_dy;
    float h_dy = relief * height_dy;
    float h_dy_dx = relief * height_dy_dx;
    float h_dy_dy = relief * height_dy_dy;
    float param_1 = h;
    float param_dx_1 = h_dx;
    float param_dx_dx_1 = h_dx_dx;
    float param_dx_dy_1 = h_dx_dy;
    float param_dy_1 = h_dy;
    float param_dy_dx_1 = h_dy_dx;
    float param_dy_dy_1 = h_dy_dy;
    vec2 slope_d_dx;
    vec2 slope_d_dy;
    vec2 _107 = slope_d(param_1, param_dx_1, param_dy_1, param_dx_dx_1, param_dx_dy_1, param_dy_dx_1, param_dy_dy_1, slope_d_dx, slope_d_dy);
    vec2 first = _107;
    vec2 first_dx = slope_d_dx;
    vec2 first_dy = slope_d_dy;
    float param_2 = first.x;
    float param_dx_3 = first_dx.x;
    float param_dy_3 = first_dy.x;
    vec2 alongX = slope(param_2, param_dx_3, param_dy_3);
    float param_3 = first.y;
    float param_dx_4 = first_dx.y;
    float param_dy_4 = first_dy.y;
    vec2 alongY = slope(param_3, param_dx_4, param_dy_4);
    float area = 1.0 + dot(first, first);
    float mean = ((((1.0 + (first.y * first.y)) * alongX.x) - (((2.0 * first.x) * first.y) * alongX.y)) + ((1.0 + (first.x * first.x)) * alongY.y)) / ((2.0 * area) * sqrt(area));
    float gauss = ((alongX.x * alongY.y) - (alongX.y * alongY.x)) / (area * area);
    float cavity = clamp(0.5 + ((contrast * 400.0) * mean), 0.0, 1.0);
    float light = dot(normalize(vec3((-first) * 20.0, 1.0)), vec3(0.37139067, 0.557086, 0.74278134));
    fragColor = vec4(vec3(light) * mix(vec3(0.35, 0.3, 0.4), vec3(1.0, 0.95, 0.85), vec3(cavity)), gauss);
}

