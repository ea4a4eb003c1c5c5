#version 410 core

uniform float time;
uniform vec2 resolution;
uniform sampler2D albedo;

in vec2 uv;
out vec4 fragColor;

float sceneDistance_d(vec3 p, vec3 p_dx, vec3 p_dy, out float sceneDistance_dx, out float sceneDistance_dy)
{
    vec3 _263 = p - vec3(0.0, 0.2 * sin(time), 0.0);
    float _264 = length(_263);
    bool _278 = _264 == 0.0;
    vec3 _283 = _263 * ((abs(_264) < 1.1754944e-38) ? 0.0 : (1.0 / _264));
    float sphere = _264 - 1.0;
    float sphere_dx = _278 ? length(p_dx) : dot(_283, p_dx);
    float sphere_dy = _278 ? length(p_dy) : dot(_283, p_dy);
    float ground = p.y + 1.2;
    float ground_dx = p_dx.y;
    float ground_dy = p_dy.y;
    bool _302 = ground < sphere;
    sceneDistance_dx = _302 ? ground_dx : sphere_dx;
    sceneDistance_dy = _302 ? ground_dy : sphere_dy;
    return min(sphere, ground);
}

float sceneDistance(vec3 p)
{
    float sphere = length(p - vec3(0.0, 0.2 * sin(time), 0.0)) - 1.0;
    float ground = p.y + 1.2;
    return min(sphere, ground);
}

vec3 sceneNormal(vec3 p)
{
    vec3 param = p + vec3(0.001, 0.0, 0.0);
    vec3 param_1 = p - vec3(0.001, 0.0, 0.0);
    vec3 param_2 = p + vec3(0.0, 0.001, 0.0);
    vec3 param_3 = p - vec3(0.0, 0.001, 0.0);
    vec3 param_4 = p + vec3(0.0, 0.0, 0.001);
    vec3 param_5 = p - vec3(0.0, 0.0, 0.001);
    return normalize(vec3(sceneDistance(param) - sceneDistance(param_1), sceneDistance(param_2) - sceneDistance(param_3), sceneDistance(param_4) - sceneDistance(param_5)));
}

void main()
{
    vec2 _340 = uv * gl_FragCoord.w;
    float _345 = 1.0 / gl_FragCoord.w;
    vec2 _98 = vec2(resolution.x / resolution.y, 1.0);
    vec2 _205 = _98 * 2.0;
    vec2 screen = ((uv * 2.0) - vec2(1.0)) * _98;
    vec2 screen_dx = _205 * ((dFdx(_340) - (uv * dFdx(gl_FragCoord.w))) * _345);
    vec2 screen_dy = _205 * ((dFdy(_340) - (uv * dFdy(gl_FragCoord.w))) * _345);
    vec3 origin = vec3(0.0, 0.3, 3.5);
    vec3 _109 = vec3(screen, -1.8);
    vec3 _215 = vec3(screen_dx, 0.0);
    vec3 _218 = vec3(screen_dy, 0.0);
    vec3 _110 = normalize(_109);
    float _219 = length(_109);
    float _224 = (abs(_219) < 1.1754944e-38) ? 0.0 : (1.0 / _219);
    vec3 ray = _110;
    vec3 ray_dx = (_215 - (_110 * dot(_110, _215))) * _224;
    vec3 ray_dy = (_218 - (_110 * dot(_110, _218))) * _224;
    vec3 color = mix(vec3(0.7, 0.8, 0.9), vec3(0.2, 0.4, 0.7), vec3(uv.y));
    float traveled = 0.0;
    float traveled_dx = 0.0;
    float traveled_dy = 0.0;
    float sceneDistance_dx;
    float sceneDistance_dy;
    for (int i = 0; i < 64; i++)
    {
        vec3 p = origin + (ray * traveled);
        vec3 p_dx = (ray * traveled_dx) + (ray_dx * traveled);
        vec3 p_dy = (ray * traveled_dy) + (ray_dy * traveled);
        vec3 param = p;
        vec3 param_dx = p_dx;
        vec3 param_dy = p_dy;
        float _146 = sceneDistance_d(param, param_dx, param_dy, sceneDistance_dx, sceneDistance_dy);
        float d = _146;
        float d_dx = sceneDistance_dx;
        float d_dy = sceneDistance_dy;
        if (d < 0.001)
        {
            vec3 param_1 = p;
            vec3 n = sceneNormal(param_1);
            vec3 light = vec3(0.557086, 0.74278134, 0.37139067);
            vec2 _316 = p_dx.xz * 0.5;
            vec2 _324 = p_dy.xz * 0.5;
            bvec2 _322 = lessThanEqual(abs(_316), vec2(3.4028235e+38));
            bvec2 _327 = lessThanEqual(abs(_324), vec2(3.4028235e+38));
            vec3 base = textureGrad(albedo, p.xz * 0.5, vec2(_322.x ? _316.x : vec2(0.0).x, _322.y ? _316.y : vec2(0.0).y), vec2(_327.x ? _324.x : vec2(0.0).x, _327.y ? _324.y : vec2(0.0).y)).xyz;
            color = base * (0.15 + (0.85 * max(dot(n, light), 0.0)));
            break;
        }
        traveled += d;
        traveled_dx = d_dx + traveled_dx;
        traveled_dy = d_dy + traveled_dy;
        if (traveled > 40.0)
        {
            break;
        }
    }
    fragColor = vec4(color, 1.0);
}

