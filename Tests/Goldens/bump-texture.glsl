#version 330 core

uniform float bumpScale;
uniform sampler2D heightMap;
uniform vec3 lightDirection;

in vec2 uv;
in vec3 worldPosition;
in vec3 worldNormal;
out vec4 fragColor;

vec3 perturbNormal(vec3 position, vec3 normal, float height, vec3 position_dx, vec3 position_dy, float height_dx, float height_dy)
{
    bvec3 _168 = lessThanEqual(abs(position_dx), vec3(3.4028235e+38));
    vec3 sigmaX = vec3(_168.x ? position_dx.x : vec3(0.0).x, _168.y ? position_dx.y : vec3(0.0).y, _168.z ? position_dx.z : vec3(0.0).z);
    bvec3 _172 = lessThanEqual(abs(position_dy), vec3(3.4028235e+38));
    vec3 sigmaY = vec3(_172.x ? position_dy.x : vec3(0.0).x, _172.y ? position_dy.y : vec3(0.0).y, _172.z ? position_dy.z : vec3(0.0).z);
    vec3 r1 = cross(sigmaY, normal);
    vec3 r2 = cross(normal, sigmaX);
    float det = dot(sigmaX, r1);
    vec3 grad = ((r1 * ((abs(height_dx) <= 3.4028235e+38) ? height_dx : 0.0)) + (r2 * ((abs(height_dy) <= 3.4028235e+38) ? height_dy : 0.0))) * sign(det);
    return normalize((normal * abs(det)) - grad);
}

void main()
{
    vec2 _188 = uv * gl_FragCoord.w;
    float _190 = dFdx(gl_FragCoord.w);
    float _193 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_188) - (uv * _190)) * _193;
    float _195 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_188) - (uv * _195)) * _193;
    vec3 _199 = worldPosition * gl_FragCoord.w;
    bvec2 _135 = lessThanEqual(abs(uv_dx), vec2(3.4028235e+38));
    vec2 _129 = vec2(_135.x ? uv_dx.x : vec2(0.0).x, _135.y ? uv_dx.y : vec2(0.0).y);
    bvec2 _139 = lessThanEqual(abs(uv_dy), vec2(3.4028235e+38));
    vec2 _137 = vec2(_139.x ? uv_dy.x : vec2(0.0).x, _139.y ? uv_dy.y : vec2(0.0).y);
    vec4 _71 = textureGrad(heightMap, uv, _129, _137);
    float height = bumpScale * _71.x;
    float height_dx = bumpScale * (textureGrad(heightMap, uv + uv_dx, _129, _137) - _71).x;
    float height_dy = bumpScale * (textureGrad(heightMap, uv + uv_dy, _129, _137) - _71).x;
    vec3 param = worldPosition;
    vec3 param_dx = (dFdx(_199) - (worldPosition * _190)) * _193;
    vec3 param_dy = (dFdy(_199) - (worldPosition * _195)) * _193;
    vec3 param_1 = normalize(worldNormal);
    float param_2 = height;
    float param_dx_1 = height_dx;
    float param_dy_1 = height_dy;
    vec3 normal = perturbNormal(param, param_1, param_2, param_dx, param_dy, param_dx_1, param_dy_1);
    float diffuse = max(dot(normal, normalize(lightDirection)), 0.0);
    float rim = pow(1.0 - abs(normal.z), 3.0);
    fragColor = vec4((vec3(0.72, 0.6, 0.48) * (0.15 + (0.85 * diffuse))) + vec3(0.2 * rim), 1.0);
}

