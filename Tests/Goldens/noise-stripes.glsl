#version 300 es
precision highp float;
precision highp int;

uniform float frequency;
uniform float turbulence;

in vec2 uv;
out vec4 fragColor;

uint hash(uvec2 cell)
{
    uint h = (cell.x * 2654435761u) ^ (cell.y * 2246822519u);
    h ^= (h >> 15u);
    h *= 739982445u;
    h ^= (h >> 12u);
    h *= 695872825u;
    return h ^ (h >> 15u);
}

float lattice(ivec2 cell)
{
    uvec2 param = uvec2(cell);
    return float(hash(param) >> 8u) * 5.9604645e-08;
}

float valueNoise(vec2 p, vec2 p_dx, vec2 p_dy, out float valueNoise_dx, out float valueNoise_dy)
{
    ivec2 cell = ivec2(floor(p));
    vec2 t = fract(p);
    vec2 t_dx = p_dx;
    vec2 t_dy = p_dy;
    vec2 _84 = t;
    vec2 _85 = t;
    vec2 _86 = _84 * _85;
    vec2 _87 = t;
    vec2 _88 = _86 * _87;
    vec2 _89 = t;
    vec2 _90 = t;
    vec2 _95 = (_90 * 6.0) - vec2(15.0);
    vec2 _99 = (_89 * _95) + vec2(10.0);
    vec2 _263 = (_99 * ((_84 * (_84 * 2.0)) + _86)) + (_88 * (_95 + (_84 * 6.0)));
    t = _88 * _99;
    t_dx = _263 * t_dx;
    t_dy = _263 * t_dy;
    ivec2 param = cell;
    float _105 = lattice(param);
    ivec2 param_1 = cell + ivec2(1, 0);
    float _112 = lattice(param_1);
    float _270 = _112 - _105;
    float bottom = mix(_105, _112, t.x);
    float bottom_dx = _270 * t_dx.x;
    float bottom_dy = _270 * t_dy.x;
    ivec2 param_2 = cell + ivec2(0, 1);
    float _121 = lattice(param_2);
    ivec2 param_3 = cell + ivec2(1);
    float _126 = lattice(param_3);
    float _279 = _126 - _121;
    float top = mix(_121, _126, t.x);
    float top_dx = _279 * t_dx.x;
    float top_dy = _279 * t_dy.x;
    float _292 = top - bottom;
    valueNoise_dx = mix(bottom_dx, top_dx, t.y) + (_292 * t_dx.y);
    valueNoise_dy = mix(bottom_dy, top_dy, t.y) + (_292 * t_dy.y);
    return mix(bottom, top, t.y);
}

float fbm(inout vec2 p, inout vec2 p_dx, inout vec2 p_dy, inout float fbm_dx, inout float fbm_dy)
{
    float sum = 0.0;
    float sum_dx = 0.0;
    float sum_dy = 0.0;
    float amplitude = 0.5;
    float valueNoise_dx;
    float valueNoise_dy;
    for (int i = 0; i < 6; i++)
    {
        vec2 param = p;
        vec2 param_dx = p_dx;
        vec2 param_dy = p_dy;
        float _155 = valueNoise(param, param_dx, param_dy, valueNoise_dx, valueNoise_dy);
        sum += (amplitude * _155);
        sum_dx = amplitude * valueNoise_dx + sum_dx;
        sum_dy = amplitude * valueNoise_dy + sum_dy;
        p = (mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p) + vec2(17.0);
        p_dx = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dx;
        p_dy = mat2(vec2(1.6, 1.2), vec2(-1.2, 1.6)) * p_dy;
        amplitude *= 0.5;
    }
    fbm_dx = sum_dx;
    fbm_dy = sum_dy;
    return sum;
}

void main()
{
    vec2 _349 = uv * gl_FragCoord.w;
    float _354 = 1.0 / gl_FragCoord.w;
    vec2 p = uv * 6.0;
    vec2 p_dx = ((dFdx(_349) - (uv * dFdx(gl_FragCoord.w))) * _354) * 6.0;
    vec2 p_dy = ((dFdy(_349) - (uv * dFdy(gl_FragCoord.w))) * _354) * 6.0;
    vec2 param = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    float fbm_dx;
    float fbm_dy;
    float _194 = fbm(param, param_dx, param_dy, fbm_dx, fbm_dy);
    float phase = (frequency * p.x) + (turbulence * _194);
    float phase_dx = turbulence * fbm_dx + (frequency * p_dx.x);
    float phase_dy = turbulence * fbm_dy + (frequency * p_dy.x);
    float _339 = abs(phase_dx) + abs(phase_dy);
    float width = (_339 <= 3.4028235e+38) ? _339 : 0.0;
    float fade = 1.0 - smoothstep(1.0, 3.1415927, width);
    float stripe = 0.5 + ((0.5 * fade) * sin(phase));
    fragColor = vec4(mix(vec3(0.25, 0.2, 0.2), vec3(0.93, 0.9, 0.86), vec3(stripe)), 1.0);
}

