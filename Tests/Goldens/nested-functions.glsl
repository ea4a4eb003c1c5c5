#version 450

layout(location = 0) in vec2 uv;
layout(location = 1) in float heat;
layout(location = 0) out vec4 fragColor;

vec2 square(vec2 v, vec2 v_dx, vec2 v_dy, out vec2 square_dx, out vec2 square_dy)
{
    vec2 _184 = v * 2.0;
    square_dx = _184 * v_dx;
    square_dy = _184 * v_dy;
    return v * v;
}

float ellipse(vec2 p, vec2 radii, vec2 p_dx, vec2 p_dy, out float ellipse_dx, out float ellipse_dy)
{
    vec2 _203 = mix(vec2(1.0) / radii, vec2(0.0), lessThan(abs(radii), vec2(1.1754944e-38)));
    vec2 param = p / radii;
    vec2 param_dx = _203 * p_dx;
    vec2 param_dy = _203 * p_dy;
    vec2 square_dx;
    vec2 square_dy;
    vec2 _90 = square(param, param_dx, param_dy, square_dx, square_dy);
    vec2 q = _90;
    vec2 q_dx = square_dx;
    vec2 q_dy = square_dy;
    ellipse_dx = q_dx.x + q_dx.y;
    ellipse_dy = q_dy.x + q_dy.y;
    return q.x + q.y;
}

float pixelSize(float x, float x_dx, float x_dy)
{
    float _231 = abs(x_dx) + abs(x_dy);
    return max((_231 <= 3.4028235e+38) ? _231 : 0.0, 1e-06);
}

float softThreshold(float x, float at, float x_dx, float x_dy)
{
    float param = x;
    float param_dx = x_dx;
    float param_dy = x_dy;
    return clamp(((x - at) / pixelSize(param, param_dx, param_dy)) + 0.5, 0.0, 1.0);
}

float band(float x, float from, float to, float x_dx, float x_dy)
{
    float param = x;
    float param_dx = x_dx;
    float param_dy = x_dy;
    float param_1 = from;
    float param_2 = x;
    float param_dx_1 = x_dx;
    float param_dy_1 = x_dy;
    float param_3 = to;
    return softThreshold(param, param_1, param_dx, param_dy) - softThreshold(param_2, param_3, param_dx_1, param_dy_1);
}

float eye(vec2 p, vec2 p_dx, vec2 p_dy)
{
    vec2 param = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    vec2 param_1 = vec2(0.3, 0.18);
    float ellipse_dx;
    float ellipse_dy;
    float _108 = ellipse(param, param_1, param_dx, param_dy, ellipse_dx, ellipse_dy);
    float param_2 = _108;
    float param_dx_1 = ellipse_dx;
    float param_dy_1 = ellipse_dy;
    float param_3 = 1.0;
    float white = 1.0 - softThreshold(param_2, param_3, param_dx_1, param_dy_1);
    vec2 param_4 = p;
    vec2 param_dx_2 = p_dx;
    vec2 param_dy_2 = p_dy;
    vec2 param_5 = vec2(0.12);
    float _119 = ellipse(param_4, param_5, param_dx_2, param_dy_2, ellipse_dx, ellipse_dy);
    float param_6 = _119;
    float param_dx_3 = ellipse_dx;
    float param_dy_3 = ellipse_dy;
    float param_7 = 0.2;
    float param_8 = 1.0;
    float iris = band(param_6, param_7, param_8, param_dx_3, param_dy_3);
    return white - ((0.7 * white) * iris);
}

float square(float x, float x_dx, float x_dy, out float square_dx, out float square_dy)
{
    float _286 = 2.0 * x;
    square_dx = _286 * x_dx;
    square_dy = _286 * x_dy;
    return x * x;
}

void main()
{
    vec2 _301 = uv * gl_FragCoord.w;
    float _303 = dFdx(gl_FragCoord.w);
    float _306 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_301) - (uv * _303)) * _306;
    float _308 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_301) - (uv * _308)) * _306;
    float _312 = heat * gl_FragCoord.w;
    vec2 param = uv - vec2(0.3, 0.5);
    vec2 param_dx = uv_dx;
    vec2 param_dy = uv_dy;
    vec2 param_1 = uv - vec2(0.7, 0.5);
    vec2 param_dx_1 = uv_dx;
    vec2 param_dy_1 = uv_dy;
    float face = eye(param, param_dx, param_dy) + eye(param_1, param_dx_1, param_dy_1);
    float param_2 = heat;
    float param_dx_2 = (dFdx(_312) - (heat * _303)) * _306;
    float param_dy_2 = (dFdy(_312) - (heat * _308)) * _306;
    float square_dx;
    float square_dy;
    float _153 = square(param_2, param_dx_2, param_dy_2, square_dx, square_dy);
    float param_3 = _153;
    float param_dx_3 = square_dx;
    float param_dy_3 = square_dy;
    float param_4 = 0.2;
    float param_5 = 0.6;
    float flush = band(param_3, param_4, param_5, param_dx_3, param_dy_3);
    fragColor = vec4(face, face * (1.0 - (0.5 * flush)), face * (1.0 - flush), 1.0);
}

