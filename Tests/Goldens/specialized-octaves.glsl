#version 450

layout(constant_id = 0) const int octaves = 4;
layout(constant_id = 1) const float lacunarity = 2.0;
layout(constant_id = 2) const bool showZero = true;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

vec2 gradient(ivec2 cell)
{
    uint h = (uint(cell.x) * 2654435769u) + (uint(cell.y) * 2135587861u);
    h = (h ^ (h >> uint(16))) * 73244475u;
    h ^= (h >> uint(16));
    float angle = float(h & 65535u) * 9.58738e-05;
    return vec2(cos(angle), sin(angle));
}

float gradientNoise(vec2 p, vec2 p_dx, vec2 p_dy, out float gradientNoise_dx, out float gradientNoise_dy)
{
    ivec2 i = ivec2(floor(p));
    vec2 f = fract(p);
    vec2 f_dx = p_dx;
    vec2 f_dy = p_dy;
    vec2 _74 = f * f;
    vec2 _76 = _74 * f;
    vec2 _83 = (f * 6.0) - vec2(15.0);
    vec2 _87 = (f * _83) + vec2(10.0);
    vec2 _244 = (_87 * ((f * (f * 2.0)) + _74)) + (_76 * (_83 + (f * 6.0)));
    vec2 u = _76 * _87;
    vec2 u_dx = _244 * f_dx;
    vec2 u_dy = _244 * f_dy;
    ivec2 param = i;
    vec2 _92 = gradient(param);
    float a = dot(_92, f);
    float a_dx = dot(_92, f_dx);
    float a_dy = dot(_92, f_dy);
    ivec2 param_1 = i + ivec2(1, 0);
    vec2 _102 = gradient(param_1);
    float b = dot(_102, f - vec2(1.0, 0.0));
    float b_dx = dot(_102, f_dx);
    float b_dy = dot(_102, f_dy);
    ivec2 param_2 = i + ivec2(0, 1);
    vec2 _114 = gradient(param_2);
    float c = dot(_114, f - vec2(0.0, 1.0));
    float c_dx = dot(_114, f_dx);
    float c_dy = dot(_114, f_dy);
    ivec2 param_3 = i + ivec2(1);
    vec2 _124 = gradient(param_3);
    float d = dot(_124, f - vec2(1.0));
    float d_dx = dot(_124, f_dx);
    float d_dy = dot(_124, f_dy);
    float _133 = mix(a, b, u.x);
    float _281 = b - a;
    float _138 = mix(c, d, u.x);
    float _292 = d - c;
    float _303 = _138 - _133;
    gradientNoise_dx = mix(mix(a_dx, b_dx, u.x) + (_281 * u_dx.x), mix(c_dx, d_dx, u.x) + (_292 * u_dx.x), u.y) + (_303 * u_dx.y);
    gradientNoise_dy = mix(mix(a_dy, b_dy, u.x) + (_281 * u_dy.x), mix(c_dy, d_dy, u.x) + (_292 * u_dy.x), u.y) + (_303 * u_dy.y);
    return mix(_133, _138, u.y);
}

void main()
{
    vec2 _337 = uv * gl_FragCoord.w;
    float _342 = 1.0 / gl_FragCoord.w;
    vec2 p = uv * 5.0;
    vec2 p_dx = ((dFdx(_337) - (uv * dFdx(gl_FragCoord.w))) * _342) * 5.0;
    vec2 p_dy = ((dFdy(_337) - (uv * dFdy(gl_FragCoord.w))) * _342) * 5.0;
    float sum = 0.0;
    float sum_dx = 0.0;
    float sum_dy = 0.0;
    float gradientNoise_dx;
    float gradientNoise_dy;
    float amplitude = 1.0;
    int i = 0;
    for (; i < octaves; i++, p *= lacunarity, p_dx *= lacunarity, p_dy *= lacunarity, amplitude /= lacunarity)
    {
        vec2 param = p;
        vec2 param_dx = p_dx;
        vec2 param_dy = p_dy;
        float _165 = gradientNoise(param, param_dx, param_dy, gradientNoise_dx, gradientNoise_dy);
        sum += (amplitude * _165);
        sum_dx = fma(amplitude, gradientNoise_dx, sum_dx);
        sum_dy = fma(amplitude, gradientNoise_dy, sum_dy);
    }
    vec3 color = vec3(0.5 + (0.4 * sum));
    if (showZero)
    {
        float _327 = abs(sum_dx) + abs(sum_dy);
        float line = 1.0 - smoothstep(0.0, 1.5 * ((_327 <= 3.4028235e+38) ? _327 : 0.0), abs(sum));
        color = mix(color, vec3(0.9, 0.2, 0.1), vec3(line));
    }
    fragColor = vec4(color, 1.0);
}

