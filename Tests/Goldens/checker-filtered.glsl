#version 330 core

uniform vec2 tiles;
uniform float time;

in vec2 uv;
out vec4 fragColor;

vec2 triangleWave(vec2 x)
{
    return abs(fract(x * 0.5) - vec2(0.5)) * 2.0;
}

float checker(vec2 p, vec2 ddx, vec2 ddy)
{
    vec2 width = max(abs(ddx), abs(ddy)) + vec2(0.0001);
    vec2 param = p - (width * 0.5);
    vec2 param_1 = p + (width * 0.5);
    vec2 box = (triangleWave(param) - triangleWave(param_1)) / width;
    return 0.5 - ((0.5 * box.x) * box.y);
}

void main()
{
    vec2 _137 = uv * gl_FragCoord.w;
    float _142 = 1.0 / gl_FragCoord.w;
    vec2 p = (uv * tiles) + vec2(0.1 * time, 0.0);
    vec2 p_dx = tiles * ((dFdx(_137) - (uv * dFdx(gl_FragCoord.w))) * _142);
    vec2 p_dy = tiles * ((dFdy(_137) - (uv * dFdy(gl_FragCoord.w))) * _142);
    bvec2 _125 = lessThanEqual(abs(p_dx), vec2(3.4028235e+38));
    bvec2 _129 = lessThanEqual(abs(p_dy), vec2(3.4028235e+38));
    vec2 param = p;
    vec2 param_1 = vec2(_125.x ? p_dx.x : vec2(0.0).x, _125.y ? p_dx.y : vec2(0.0).y);
    vec2 param_2 = vec2(_129.x ? p_dy.x : vec2(0.0).x, _129.y ? p_dy.y : vec2(0.0).y);
    float value = checker(param, param_1, param_2);
    fragColor = vec4(mix(vec3(0.1, 0.1, 0.12), vec3(0.9, 0.88, 0.8), vec3(value)), 1.0);
}

