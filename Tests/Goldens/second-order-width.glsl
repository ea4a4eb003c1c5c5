#version 450

layout(set = 0, binding = 0) uniform sampler1D ramp;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;
float pattern;
float pattern_dx = 0.0;
float pattern_dy = 0.0;
float pattern_dx_dx = 0.0;
float pattern_dx_dy = 0.0;
float pattern_dy_dx = 0.0;
float pattern_dy_dy = 0.0;

float filterWidth(float x, float x_dx, float x_dy, float x_dx_dx, float x_dx_dy, float x_dy_dx, float x_dy_dy)
{
    bool _251 = x_dx == 0.0;
    float _252 = sign(x_dx);
    bool _259 = x_dy == 0.0;
    float _260 = sign(x_dy);
    float _152 = abs(x_dx) + abs(x_dy);
    bool _155 = _152 <= 3.4028235e+38;
    float first = _155 ? _152 : 0.0;
    float first_dx = _155 ? ((_251 ? abs(x_dx_dx) : (_252 * x_dx_dx)) + (_259 ? abs(x_dy_dx) : (_260 * x_dy_dx))) : 0.0;
    float first_dy = _155 ? ((_251 ? abs(x_dx_dy) : (_252 * x_dx_dy)) + (_259 ? abs(x_dy_dy) : (_260 * x_dy_dy))) : 0.0;
    float _277 = abs(first_dx) + abs(first_dy);
    return (0.5 * first) + (0.125 * ((_277 <= 3.4028235e+38) ? _277 : 0.0));
}

float line(float x, float x_dx, float x_dy, float x_dx_dx, float x_dx_dy, float x_dy_dx, float x_dy_dy)
{
    float param = x;
    float param_dx = x_dx;
    float param_dx_dx = x_dx_dx;
    float param_dx_dy = x_dx_dy;
    float param_dy = x_dy;
    float param_dy_dx = x_dy_dx;
    float param_dy_dy = x_dy_dy;
    float width = filterWidth(param, param_dx, param_dy, param_dx_dx, param_dx_dy, param_dy_dx, param_dy_dy);
    float _distance = abs(sin(x));
    return 1.0 - smoothstep(0.2 - width, 0.2 + width, _distance);
}

void main()
{
    vec2 _366 = uv * gl_FragCoord.w;
    float _368 = dFdx(gl_FragCoord.w);
    float _371 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_366) - (uv * _368)) * _371;
    float _373 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_366) - (uv * _373)) * _371;
    float _377 = (-_368) * _371;
    float _379 = _377 * 2.0;
    vec2 uv_dx_dx = uv_dx * _379;
    float _382 = (-_373) * _371;
    vec2 uv_dx_dy = (uv_dy * _377) + (uv_dx * _382);
    float _384 = _382 * 2.0;
    vec2 uv_dy_dy = uv_dy * _384;
    vec2 p = uv * vec2(24.0, 18.0);
    vec2 p_dx_1 = vec2(24.0, 18.0) * uv_dx;
    vec2 p_dy_1 = vec2(24.0, 18.0) * uv_dy;
    vec2 p_dx = vec2(24.0, 18.0) * uv_dx;
    vec2 p_dx_dx = vec2(24.0, 18.0) * uv_dx_dx;
    vec2 p_dx_dy = vec2(24.0, 18.0) * uv_dx_dy;
    vec2 p_dy = vec2(24.0, 18.0) * uv_dy;
    vec2 p_dy_dx_1 = vec2(24.0, 18.0) * uv_dx_dy;
    vec2 p_dy_dy_1 = vec2(24.0, 18.0) * uv_dy_dy;
    vec2 p_dy_dx = vec2(24.0, 18.0) * uv_dx_dy;
    vec2 p_dy_dx_dx = vec2(24.0, 18.0) * ((uv_dx_dy * _379) + (uv_dx_dx * _382));
    vec2 p_dy_dx_dy = vec2(24.0, 18.0) * ((uv_dy_dy * _377) + (uv_dx_dy * _384));
    vec2 p_dy_dy = vec2(24.0, 18.0) * uv_dy_dy;
    float _136 = 0.4 * cos(p.y);
    float _212 = 0.4 * (-sin(p.y));
    float _213 = _212 * p_dx_1.y;
    float _214 = _212 * p_dy_1.y;
    pattern = p.x + (0.4 * sin(p.y));
    pattern_dx = fma(_136, p_dx.y, p_dx.x);
    pattern_dx_dx = ((p_dx.y * _213) + (_136 * p_dx_dx.y)) + p_dx_dx.x;
    pattern_dx_dy = ((p_dx.y * _214) + (_136 * p_dx_dy.y)) + p_dx_dy.x;
    pattern_dy = fma(_136, p_dy.y, p_dy.x);
    pattern_dy_dx = ((p_dy.y * _213) + (_136 * p_dy_dx.y)) + p_dy_dx.x;
    pattern_dy_dy = ((p_dy.y * _214) + (_136 * p_dy_dy.y)) + p_dy_dy.x;
    float param = pattern;
    float param_dx = pattern_dx;
    float param_dx_dx = pattern_dx_dx;
    float param_dx_dy = pattern_dx_dy;
    float param_dy = pattern_dy;
    float param_dy_dx = pattern_dy_dx;
    float param_dy_dy = pattern_dy_dy;
    float param_1 = p.y;
    float param_dx_1 = p_dx.y;
    float param_dx_dx_1 = p_dx_dx.y;
    float param_dx_dy_1 = p_dx_dy.y;
    float param_dy_1 = p_dy.y;
    float param_dy_dx_1 = p_dy_dx.y;
    float param_dy_dy_1 = p_dy_dy.y;
    float lines = line(param, param_dx, param_dy, param_dx_dx, param_dx_dy, param_dy_dx, param_dy_dy) + line(param_1, param_dx_1, param_dy_1, param_dx_dx_1, param_dx_dy_1, param_dy_dx_1, param_dy_dy_1);
    bvec2 _173 = lessThanEqual(abs(p_dy), vec2(3.4028235e+38));
    vec2 stretch = mix(vec2(0.0), p_dy, _173);
    vec2 stretch_dx_1 = mix(vec2(0.0), p_dy_dx_1, _173);
    vec2 stretch_dy = mix(vec2(0.0), p_dy_dy_1, _173);
    vec2 stretch_dx = mix(vec2(0.0), p_dy_dx, _173);
    vec2 stretch_dx_dx = mix(vec2(0.0), p_dy_dx_dx, _173);
    vec2 stretch_dx_dy = mix(vec2(0.0), p_dy_dx_dy, _173);
    bvec2 _309 = lessThanEqual(abs(stretch_dx), vec2(3.4028235e+38));
    vec2 shear = mix(vec2(0.0), stretch_dx, _309);
    vec2 shear_dx = mix(vec2(0.0), stretch_dx_dx, _309);
    vec2 shear_dy = mix(vec2(0.0), stretch_dx_dy, _309);
    vec2 twist = mix(vec2(0.0), shear_dy, lessThanEqual(abs(shear_dy), vec2(3.4028235e+38)));
    float _351 = 40.0 * (dot(stretch_dx_1, shear) + dot(stretch, shear_dx));
    float _355 = 40.0 * (dot(stretch_dy, shear) + dot(stretch, shear_dy));
    vec4 tint = textureGrad(ramp, 0.5 + (40.0 * dot(stretch, shear)), (abs(_351) <= 3.4028235e+38) ? _351 : 0.0, (abs(_355) <= 3.4028235e+38) ? _355 : 0.0);
    fragColor = (tint * (0.3 + (0.7 * lines))) + vec4(twist * 1000.0, 0.0, 0.0);
}

