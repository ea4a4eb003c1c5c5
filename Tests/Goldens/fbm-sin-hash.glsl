#version 300 es
precision highp float;
precision mediump int;

uniform float time;

in vec2 uv;
out vec4 fragColor;

float hash(vec2 p)
{
    return fract(sin(dot(p, vec2(27.17, 91.73))) * 35731.97);
}

float noise(vec2 p, vec2 p_dx, vec2 p_dy, out float noise_dx, out float noise_dy)
{
    vec2 i = floor(p);
    vec2 f = fract(p);
    vec2 f_dx = p_dx;
    vec2 f_dy = p_dy;
    vec2 _40 = f * f;
    vec2 _46 = vec2(3.0) - (f * 2.0);
    vec2 _235 = (_46 * (f * 2.0)) + (_40 * (-2.0));
    vec2 u = _40 * _46;
    vec2 u_dx = _235 * f_dx;
    vec2 u_dy = _235 * f_dy;
    vec2 param = i;
    float _50 = hash(param);
    vec2 param_1 = i + vec2(1.0, 0.0);
    float _57 = hash(param_1);
    float _63 = mix(_50, _57, u.x);
    float _244 = _57 - _50;
    vec2 param_2 = i + vec2(0.0, 1.0);
    float _68 = hash(param_2);
    vec2 param_3 = i + vec2(1.0);
    float _73 = hash(param_3);
    float _76 = mix(_68, _73, u.x);
    float _249 = _73 - _68;
    float _258 = _76 - _63;
    noise_dx = mix(_244 * u_dx.x, _249 * u_dx.x, u.y) + (_258 * u_dx.y);
    noise_dy = mix(_244 * u_dy.x, _249 * u_dy.x, u.y) + (_258 * u_dy.y);
    return mix(_63, _76, u.y);
}

float filteredFbm(inout vec2 p, inout vec2 p_dx, inout vec2 p_dy, inout vec2 p_dx_1, inout vec2 p_dy_1, inout vec2 p_dx_dx, inout vec2 p_dx_dy, inout vec2 p_dy_dx, inout vec2 p_dy_dy, inout float filteredFbm_dx, inout float filteredFbm_dy)
{
    bvec2 _279 = equal(p_dx, vec2(0.0));
    vec2 _280 = sign(p_dx);
    vec2 _281 = abs(p_dx_dx);
    vec2 _282 = _280 * p_dx_dx;
    vec2 _284 = abs(p_dx_dy);
    vec2 _285 = _280 * p_dx_dy;
    bvec2 _287 = equal(p_dy, vec2(0.0));
    vec2 _288 = sign(p_dy);
    vec2 _289 = abs(p_dy_dx);
    vec2 _290 = _288 * p_dy_dx;
    vec2 _292 = abs(p_dy_dy);
    vec2 _293 = _288 * p_dy_dy;
    vec2 _195 = abs(p_dx) + abs(p_dy);
    vec2 _295 = vec2(_279.x ? _281.x : _282.x, _279.y ? _281.y : _282.y) + vec2(_287.x ? _289.x : _290.x, _287.y ? _289.y : _290.y);
    vec2 _297 = vec2(_279.x ? _284.x : _285.x, _279.y ? _284.y : _285.y) + vec2(_287.x ? _292.x : _293.x, _287.y ? _292.y : _293.y);
    bvec2 _199 = lessThanEqual(_195, vec2(3.4028235e+38));
    vec2 widths = vec2(_199.x ? _195.x : vec2(0.0).x, _199.y ? _195.y : vec2(0.0).y);
    vec2 widths_dx = vec2(_199.x ? _295.x : vec2(0.0).x, _199.y ? _295.y : vec2(0.0).y);
    vec2 widths_dy = vec2(_199.x ? _297.x : vec2(0.0).x, _199.y ? _297.y : vec2(0.0).y);
    bool _309 = widths.x < widths.y;
    float width = max(widths.x, widths.y);
    float width_dx = _309 ? widths_dx.y : widths_dx.x;
    float width_dy = _309 ? widths_dy.y : widths_dy.x;
    float sum = 0.0;
    float sum_dx = 0.0;
    float sum_dy = 0.0;
    float amplitude = 0.5;
    float noise_dx;
    float noise_dy;
    for (int i = 0; i < 8; i++)
    {
        float _321 = clamp((width - 0.25) * 2.0, 0.0, 1.0);
        float _327 = -((6.0 * (_321 * (1.0 - _321))) * 2.0);
        float keep = 1.0 - smoothstep(0.25, 0.75, width);
        float keep_dx = _327 * width_dx;
        float keep_dy = _327 * width_dy;
        if (keep <= 0.0)
        {
            break;
        }
        vec2 param = p;
        vec2 param_dx = p_dx_1;
        vec2 param_dy = p_dy_1;
        float _122 = noise(param, param_dx, param_dy, noise_dx, noise_dy);
        float _343 = amplitude * keep;
        float _344 = amplitude * (_122 - 0.5);
        sum += (amplitude * mix(0.5, _122, keep));
        sum_dx = _344 * keep_dx + (_343 * noise_dx + sum_dx);
        sum_dy = _344 * keep_dy + (_343 * noise_dy + sum_dy);
        p *= 2.02;
        p_dx_1 *= 2.02;
        p_dy_1 *= 2.02;
        p_dx *= 2.02;
        p_dx_dx *= 2.02;
        p_dx_dy *= 2.02;
        p_dy *= 2.02;
        p_dy_dx *= 2.02;
        p_dy_dy *= 2.02;
        width *= 2.02;
        width_dx = 2.02 * width_dx;
        width_dy = 2.02 * width_dy;
        amplitude *= 0.5;
    }
    filteredFbm_dx = sum_dx;
    filteredFbm_dy = sum_dy;
    return sum;
}

void main()
{
    vec2 _389 = uv * gl_FragCoord.w;
    float _391 = dFdx(gl_FragCoord.w);
    float _394 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_389) - (uv * _391)) * _394;
    float _396 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_389) - (uv * _396)) * _394;
    float _400 = (-_391) * _394;
    float _404 = (-_396) * _394;
    vec2 uv_dx_dy = (uv_dy * _400) + (uv_dx * _404);
    vec2 param = (uv * 5.0) + vec2(0.1 * time, 0.0);
    vec2 param_dx_1 = uv_dx * 5.0;
    vec2 param_dy_1 = uv_dy * 5.0;
    vec2 param_dx = uv_dx * 5.0;
    vec2 param_dx_dx = (uv_dx * (_400 * 2.0)) * 5.0;
    vec2 param_dx_dy = uv_dx_dy * 5.0;
    vec2 param_dy = uv_dy * 5.0;
    vec2 param_dy_dx = uv_dx_dy * 5.0;
    vec2 param_dy_dy = (uv_dy * (_404 * 2.0)) * 5.0;
    float filteredFbm_dx;
    float filteredFbm_dy;
    float _155 = filteredFbm(param, param_dx, param_dy, param_dx_1, param_dy_1, param_dx_dx, param_dx_dy, param_dy_dx, param_dy_dy, filteredFbm_dx, filteredFbm_dy);
    float cloud = _155;
    float cloud_dx = filteredFbm_dx;
    float cloud_dy = filteredFbm_dy;
    float _380 = abs(cloud_dx) + abs(cloud_dy);
    float edge = ((_380 <= 3.4028235e+38) ? _380 : 0.0) + 0.05;
    float cover = smoothstep(0.5 - edge, 0.5 + edge, cloud);
    fragColor = vec4(mix(vec3(0.3, 0.5, 0.8), vec3(1.0), vec3(cover)), 1.0);
}

