#version 450

layout(set = 0, binding = 0) uniform Frame
{
    float time;
    vec2 pivot;
} frame;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void rotate(inout vec2 p, float angle)
{
    float c = cos(angle);
    float s = sin(angle);
    p = mat2(vec2(c, s), vec2(-s, c)) * p;
}

void rotate_d(inout vec2 p, float angle, inout vec2 p_dx, inout vec2 p_dy)
{
    float c = cos(angle);
    float s = sin(angle);
    mat2 _230 = mat2(vec2(c, s), vec2(-s, c));
    p = _230 * p;
    p_dx = _230 * p_dx;
    p_dy = _230 * p_dy;
}

void rotate_d2(inout vec2 p, float angle, inout vec2 p_dx, inout vec2 p_dy, float angle_dx, float angle_dy)
{
    float _290 = -sin(angle);
    float c = cos(angle);
    float c_dx = _290 * angle_dx;
    float c_dy = _290 * angle_dy;
    float _295 = cos(angle);
    float s = sin(angle);
    float s_dx = _295 * angle_dx;
    float s_dy = _295 * angle_dy;
    mat2 _280 = mat2(vec2(c, s), vec2(-s, c));
    vec2 _281 = p;
    p = _280 * _281;
    p_dx = (mat2(vec2(c_dx, s_dx), vec2((-1.0) * s_dx, c_dx)) * _281) + (_280 * p_dx);
    p_dy = (mat2(vec2(c_dy, s_dy), vec2((-1.0) * s_dy, c_dy)) * _281) + (_280 * p_dy);
}

void exchange(inout float a, inout float b, inout float a_dx, inout float a_dy, inout float b_dx, inout float b_dy)
{
    float t = a;
    float t_dx = a_dx;
    float t_dy = a_dy;
    a = b;
    a_dx = b_dx;
    a_dy = b_dy;
    b = t;
    b_dx = t_dx;
    b_dy = t_dy;
}

void toPolar(vec2 p, out float radius, out float angle, vec2 p_dx, vec2 p_dy, out float radius_dx, out float radius_dy, out float angle_dx, out float angle_dy)
{
    float _55 = length(p);
    bool _371 = _55 == 0.0;
    vec2 _376 = p * ((abs(_55) < 1.1754944e-38) ? 0.0 : (1.0 / _55));
    radius = _55;
    radius_dx = _371 ? length(p_dx) : dot(_376, p_dx);
    radius_dy = _371 ? length(p_dy) : dot(_376, p_dy);
    float _393 = (p.y * p.y) + (p.x * p.x);
    float _397 = (abs(_393) < 1.1754944e-38) ? 0.0 : (1.0 / _393);
    angle = atan(p.y, p.x);
    angle_dx = _397 * ((p.x * p_dx.y) - (p.y * p_dx.x));
    angle_dy = _397 * ((p.x * p_dy.y) - (p.y * p_dy.x));
}

float clampAndCount_d(inout int hits, inout float x, float limit, inout float x_dx, inout float x_dy, out float clampAndCount_dx, out float clampAndCount_dy)
{
    if (x > limit)
    {
        hits++;
        x = limit;
        x_dx = 0.0;
        x_dy = 0.0;
    }
    clampAndCount_dx = x_dx;
    clampAndCount_dy = x_dy;
    return x;
}

float clampAndCount(inout int hits, inout float x, float limit)
{
    if (x > limit)
    {
        hits++;
        x = limit;
    }
    return x;
}

void main()
{
    vec2 _483 = uv * gl_FragCoord.w;
    float _488 = 1.0 / gl_FragCoord.w;
    vec2 fixedPoint = frame.pivot;
    vec2 param = fixedPoint;
    float param_1 = frame.time;
    rotate(param, param_1);
    fixedPoint = param;
    vec2 p = uv - vec2(0.5);
    vec2 p_dx = (dFdx(_483) - (uv * dFdx(gl_FragCoord.w))) * _488;
    vec2 p_dy = (dFdy(_483) - (uv * dFdy(gl_FragCoord.w))) * _488;
    vec2 param_2 = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    float param_3 = 0.5 * frame.time;
    rotate_d(param_2, param_3, param_dx, param_dy);
    p = param_2;
    p_dx = param_dx;
    p_dy = param_dy;
    float _111 = length(p);
    bool _244 = _111 == 0.0;
    vec2 _250 = p * ((abs(_111) < 1.1754944e-38) ? 0.0 : (1.0 / _111));
    vec2 param_4 = p;
    vec2 param_dx_1 = p_dx;
    vec2 param_dy_1 = p_dy;
    float param_5 = _111 * 3.0;
    float param_dx_2 = 3.0 * (_244 ? length(p_dx) : dot(_250, p_dx));
    float param_dy_2 = 3.0 * (_244 ? length(p_dy) : dot(_250, p_dy));
    rotate_d2(param_4, param_5, param_dx_1, param_dy_1, param_dx_2, param_dy_2);
    p = param_4;
    p_dx = param_dx_1;
    p_dy = param_dy_1;
    p += (fixedPoint * 0.1);
    p_dx = p_dx;
    p_dy = p_dy;
    float param_6 = p.x;
    float param_dx_3 = p_dx.x;
    float param_dy_3 = p_dy.x;
    float param_7 = p.y;
    float param_dx_4 = p_dx.y;
    float param_dy_4 = p_dy.y;
    exchange(param_6, param_7, param_dx_3, param_dy_3, param_dx_4, param_dy_4);
    p.x = param_6;
    p_dx.x = param_dx_3;
    p_dy.x = param_dy_3;
    p.y = param_7;
    p_dx.y = param_dx_4;
    p_dy.y = param_dy_4;
    vec2 param_8 = p;
    vec2 param_dx_5 = p_dx;
    vec2 param_dy_5 = p_dy;
    float param_9;
    float param_10;
    float param_dx_6;
    float param_dy_6;
    float param_dx_7;
    float param_dy_7;
    toPolar(param_8, param_9, param_10, param_dx_5, param_dy_5, param_dx_6, param_dy_6, param_dx_7, param_dy_7);
    float polar[2];
    float polar_dx[2];
    float polar_dy[2];
    polar[0] = param_9;
    polar_dx[0] = param_dx_6;
    polar_dy[0] = param_dy_6;
    polar[1] = param_10;
    polar_dx[1] = param_dx_7;
    polar_dy[1] = param_dy_7;
    int hits = 0;
    int param_11 = hits;
    float param_12 = polar[0];
    float param_dx_8 = polar_dx[0];
    float param_dy_8 = polar_dy[0];
    float clampAndCount_dx;
    float clampAndCount_dy;
    float _156 = clampAndCount_d(param_11, param_12, 0.4, param_dx_8, param_dy_8, clampAndCount_dx, clampAndCount_dy);
    hits = param_11;
    float radius = _156;
    float radius_dx = clampAndCount_dx;
    float radius_dy = clampAndCount_dy;
    int param_13 = hits;
    float param_14 = frame.time;
    float _165 = clampAndCount(param_13, param_14, 10.0);
    hits = param_13;
    float constant = _165;
    float _170 = 40.0 * radius;
    float _456 = cos(_170) * 40.0;
    float _177 = (6.0 * polar[1]) + constant;
    float _462 = cos(_177) * 6.0;
    float pattern = sin(_170) + sin(_177);
    float pattern_dx = fma(_462, polar_dx[1], _456 * radius_dx);
    float pattern_dy = fma(_462, polar_dy[1], _456 * radius_dy);
    float _473 = abs(pattern_dx) + abs(pattern_dy);
    float w = (_473 <= 3.4028235e+38) ? _473 : 0.0;
    float ink = smoothstep(-w, w, pattern);
    fragColor = vec4(vec3(ink), 1.0) * (1.0 - (0.3 * float(hits)));
}

