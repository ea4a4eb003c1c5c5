#version 450

layout(set = 1, binding = 0) uniform Object
{
    uint identifier;
    float metalness;
} object;

layout(set = 0, binding = 1) uniform sampler2D roughnessMap;
layout(set = 0, binding = 0) uniform sampler2D albedoMap;

layout(location = 0) in vec3 worldNormal;
layout(location = 1) in vec2 uv;
layout(location = 0) out vec4 outAlbedo;
layout(location = 1) out vec4 outNormal;
layout(location = 2) out vec2 outVelocity;
layout(location = 2) in vec4 currentClip;
layout(location = 3) in vec4 previousClip;
layout(location = 3) out uint outIdentifier;

float widenRoughness(float roughness, vec3 normal, vec3 normal_dx, vec3 normal_dy)
{
    vec3 dx = mix(vec3(0.0), normal_dx, lessThanEqual(abs(normal_dx), vec3(3.4028235e+38)));
    vec3 dy = mix(vec3(0.0), normal_dy, lessThanEqual(abs(normal_dy), vec3(3.4028235e+38)));
    float variance = 0.25 * (dot(dx, dx) + dot(dy, dy));
    float kernel = min(2.0 * variance, 0.18);
    return sqrt(clamp((roughness * roughness) + kernel, 0.0, 1.0));
}

void main()
{
    vec3 _187 = worldNormal * gl_FragCoord.w;
    float _189 = dFdx(gl_FragCoord.w);
    float _192 = 1.0 / gl_FragCoord.w;
    vec3 worldNormal_dx = (dFdx(_187) - (worldNormal * _189)) * _192;
    float _194 = dFdy(gl_FragCoord.w);
    vec3 worldNormal_dy = (dFdy(_187) - (worldNormal * _194)) * _192;
    vec2 _198 = uv * gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_198) - (uv * _189)) * _192;
    vec2 uv_dy = (dFdy(_198) - (uv * _194)) * _192;
    vec3 _53 = normalize(worldNormal);
    float _132 = length(worldNormal);
    float _138 = (abs(_132) < 1.1754944e-38) ? 0.0 : (1.0 / _132);
    vec3 normal = _53;
    vec3 normal_dx = (worldNormal_dx - (_53 * dot(_53, worldNormal_dx))) * _138;
    vec3 normal_dy = (worldNormal_dy - (_53 * dot(_53, worldNormal_dy))) * _138;
    float roughness = textureGrad(roughnessMap, uv, mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38))), mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38)))).y;
    outAlbedo = vec4(textureGrad(albedoMap, uv, mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38))), mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38)))).xyz, object.metalness);
    float param = roughness;
    vec3 param_1 = normal;
    vec3 param_dx = normal_dx;
    vec3 param_dy = normal_dy;
    outNormal = vec4(vec3(0.5) + (normal * 0.5), widenRoughness(param, param_1, param_dx, param_dy));
    outVelocity = ((currentClip.xy / vec2(currentClip.w)) - (previousClip.xy / vec2(previousClip.w))) * 0.5;
    outIdentifier = object.identifier;
}

