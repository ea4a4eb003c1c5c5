#version 320 es
precision highp float;
precision mediump int;

uniform float interval;

in vec2 uv;
out vec4 fragColor;

float hill(vec2 p, vec2 center, float spread, vec2 p_dx, vec2 p_dy, out float hill_dx, out float hill_dy)
{
    vec2 d = p - center;
    vec2 d_dx = p_dx;
    vec2 d_dy = p_dy;
    float _37 = exp((-dot(d, d)) / spread);
    float _212 = _37 * (((abs(spread) < 1.1754944e-38) ? 0.0 : (1.0 / spread)) * (-1.0));
    hill_dx = _212 * (dot(d_dx, d) + dot(d, d_dx));
    hill_dy = _212 * (dot(d_dy, d) + dot(d, d_dy));
    return _37;
}

float elevation(vec2 p, vec2 p_dx, vec2 p_dy, out float elevation_dx, out float elevation_dy)
{
    float h = 0.0;
    float h_dx = 0.0;
    float h_dy = 0.0;
    vec2 param = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    vec2 param_1 = vec2(0.3, 0.6);
    float param_2 = 0.05;
    float hill_dx;
    float hill_dy;
    float _51 = hill(param, param_1, param_2, param_dx, param_dy, hill_dx, hill_dy);
    h += (320.0 * _51);
    h_dx = 320.0 * hill_dx;
    h_dy = 320.0 * hill_dy;
    vec2 param_3 = p;
    vec2 param_dx_1 = p_dx;
    vec2 param_dy_1 = p_dy;
    vec2 param_4 = vec2(0.7, 0.3);
    float param_5 = 0.09;
    float _63 = hill(param_3, param_4, param_5, param_dx_1, param_dy_1, hill_dx, hill_dy);
    h += (210.0 * _63);
    h_dx = fma(210.0, hill_dx, h_dx);
    h_dy = fma(210.0, hill_dy, h_dy);
    vec2 param_6 = p;
    vec2 param_dx_2 = p_dx;
    vec2 param_dy_2 = p_dy;
    vec2 param_7 = vec2(0.6, 0.7);
    float param_8 = 0.03;
    float _74 = hill(param_6, param_7, param_8, param_dx_2, param_dy_2, hill_dx, hill_dy);
    h -= (90.0 * _74);
    h_dx = fma(-90.0, hill_dx, h_dx);
    h_dy = fma(-90.0, hill_dy, h_dy);
    float _85 = 9.0 * p.x;
    float _87 = 12.0 * sin(_85);
    float _92 = 7.0 * p.y;
    float _93 = cos(_92);
    float _270 = _93 * (12.0 * (cos(_85) * 9.0));
    float _271 = _87 * ((-sin(_92)) * 7.0);
    elevation_dx = fma(_271, p_dx.y, fma(_270, p_dx.x, h_dx));
    elevation_dy = fma(_271, p_dy.y, fma(_270, p_dy.x, h_dy));
    return h + (_87 * _93);
}

float contour(float height, float spacing, float pixels, float height_dx, float height_dy)
{
    float _294 = (abs(spacing) < 1.1754944e-38) ? 0.0 : (1.0 / spacing);
    float level = height / spacing;
    float level_dx = _294 * height_dx;
    float level_dy = _294 * height_dy;
    float gradient = length(vec2((abs(level_dx) <= 3.4028235e+38) ? level_dx : 0.0, (abs(level_dy) <= 3.4028235e+38) ? level_dy : 0.0));
    float _distance = abs(fract(level - 0.5) - 0.5) / max(gradient, 1e-06);
    return clamp((pixels + 0.5) - _distance, 0.0, 1.0);
}

void main()
{
    vec2 _318 = uv * gl_FragCoord.w;
    float _323 = 1.0 / gl_FragCoord.w;
    vec2 param = uv;
    vec2 param_dx = (dFdx(_318) - (uv * dFdx(gl_FragCoord.w))) * _323;
    vec2 param_dy = (dFdy(_318) - (uv * dFdy(gl_FragCoord.w))) * _323;
    float elevation_dx;
    float elevation_dy;
    float _133 = elevation(param, param_dx, param_dy, elevation_dx, elevation_dy);
    float height = _133;
    float height_dx = elevation_dx;
    float height_dy = elevation_dy;
    float param_1 = height;
    float param_dx_1 = height_dx;
    float param_dy_1 = height_dy;
    float param_2 = interval;
    float param_3 = 0.5;
    float thin = contour(param_1, param_2, param_3, param_dx_1, param_dy_1);
    float param_4 = height;
    float param_dx_2 = height_dx;
    float param_dy_2 = height_dy;
    float param_5 = 5.0 * interval;
    float param_6 = 1.0;
    float bold = contour(param_4, param_5, param_6, param_dx_2, param_dy_2);
    vec3 color = mix(vec3(0.72, 0.82, 0.6), vec3(0.85, 0.75, 0.6), vec3(smoothstep(0.0, 300.0, height)));
    color = mix(color, vec3(0.45, 0.3, 0.2), vec3(max(0.5 * thin, bold)));
    fragColor = vec4(color, 1.0);
}

