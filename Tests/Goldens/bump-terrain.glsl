#version 330 core

uniform float bumpScale;
uniform vec3 lightDirection;

in vec3 worldPosition;
in vec3 worldNormal;
out vec4 fragColor;

float ridge(float x, float x_dx, float x_dy, out float ridge_dx, out float ridge_dy)
{
    float _29 = sin(x);
    float _193 = cos(x);
    float _194 = _193 * x_dx;
    float _195 = _193 * x_dy;
    bool _196 = _29 == 0.0;
    float _197 = sign(_29);
    ridge_dx = (-1.0) * (_196 ? abs(_194) : (_197 * _194));
    ridge_dy = (-1.0) * (_196 ? abs(_195) : (_197 * _195));
    return 1.0 - abs(_29);
}

float terrainHeight(inout vec2 p, inout vec2 p_dx, inout vec2 p_dy, inout float terrainHeight_dx, inout float terrainHeight_dy)
{
    float height = 0.0;
    float height_dx = 0.0;
    float height_dy = 0.0;
    float amplitude = 0.5;
    float ridge_dx;
    float ridge_dy;
    for (int octave = 0; octave < 5; octave++)
    {
        float _224 = 0.7 * cos(p.y);
        float param = p.x + (0.7 * sin(p.y));
        float param_dx = _224 * p_dx.y + p_dx.x;
        float param_dy = _224 * p_dy.y + p_dy.x;
        float _64 = ridge(param, param_dx, param_dy, ridge_dx, ridge_dy);
        height += (amplitude * _64);
        height_dx = amplitude * ridge_dx + height_dx;
        height_dy = amplitude * ridge_dy + height_dy;
        amplitude *= 0.5;
        p = (mat2(vec2(0.8, 0.6), vec2(-0.6, 0.8)) * p) * 2.03;
        p_dx = (mat2(vec2(0.8, 0.6), vec2(-0.6, 0.8)) * p_dx) * 2.03;
        p_dy = (mat2(vec2(0.8, 0.6), vec2(-0.6, 0.8)) * p_dy) * 2.03;
    }
    terrainHeight_dx = height_dx;
    terrainHeight_dy = height_dy;
    return height;
}

vec3 perturbNormal(vec3 position, vec3 normal, float height, vec3 position_dx, vec3 position_dy, float height_dx, float height_dy)
{
    bvec3 _269 = lessThanEqual(abs(position_dx), vec3(3.4028235e+38));
    vec3 sigmaX = vec3(_269.x ? position_dx.x : vec3(0.0).x, _269.y ? position_dx.y : vec3(0.0).y, _269.z ? position_dx.z : vec3(0.0).z);
    bvec3 _273 = lessThanEqual(abs(position_dy), vec3(3.4028235e+38));
    vec3 sigmaY = vec3(_273.x ? position_dy.x : vec3(0.0).x, _273.y ? position_dy.y : vec3(0.0).y, _273.z ? position_dy.z : vec3(0.0).z);
    vec3 r1 = cross(sigmaY, normal);
    vec3 r2 = cross(normal, sigmaX);
    float det = dot(sigmaX, r1);
    vec3 grad = ((r1 * ((abs(height_dx) <= 3.4028235e+38) ? height_dx : 0.0)) + (r2 * ((abs(height_dy) <= 3.4028235e+38) ? height_dy : 0.0))) * sign(det);
    return normalize((normal * abs(det)) - grad);
}

void main()
{
    vec3 _288 = worldPosition * gl_FragCoord.w;
    float _293 = 1.0 / gl_FragCoord.w;
    vec3 worldPosition_dx = (dFdx(_288) - (worldPosition * dFdx(gl_FragCoord.w))) * _293;
    vec3 worldPosition_dy = (dFdy(_288) - (worldPosition * dFdy(gl_FragCoord.w))) * _293;
    vec2 param = worldPosition.xz;
    vec2 param_dx = worldPosition_dx.xz;
    vec2 param_dy = worldPosition_dy.xz;
    float terrainHeight_dx;
    float terrainHeight_dy;
    float _133 = terrainHeight(param, param_dx, param_dy, terrainHeight_dx, terrainHeight_dy);
    float height = _133;
    float height_dx = terrainHeight_dx;
    float height_dy = terrainHeight_dy;
    vec3 param_1 = worldPosition;
    vec3 param_dx_1 = worldPosition_dx;
    vec3 param_dy_1 = worldPosition_dy;
    vec3 param_2 = normalize(worldNormal);
    float param_3 = bumpScale * height;
    float param_dx_2 = bumpScale * height_dx;
    float param_dy_2 = bumpScale * height_dy;
    vec3 normal = perturbNormal(param_1, param_2, param_3, param_dx_1, param_dy_1, param_dx_2, param_dy_2);
    vec3 rock = mix(vec3(0.25, 0.22, 0.18), vec3(0.55, 0.52, 0.45), vec3(height));
    float diffuse = max(dot(normal, normalize(lightDirection)), 0.0);
    fragColor = vec4(rock * (0.2 + (0.8 * diffuse)), 1.0);
}

