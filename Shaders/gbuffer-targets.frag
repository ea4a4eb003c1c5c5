#version 450
// Fills a geometry buffer of four targets, one of them unsigned.
// The variance of the normal over the pixel, from its derivatives, is added to
// the roughness so that highlights do not flicker (Kaplanyan and Tokuyoshi).
layout(set = 0, binding = 0) uniform sampler2D albedoMap;
layout(set = 0, binding = 1) uniform sampler2D roughnessMap;

layout(set = 1, binding = 0) uniform Object {
    uint  identifier;
    float metalness;
} object;

layout(location = 0) in vec3 worldNormal;
layout(location = 1) in vec2 uv;
layout(location = 2) in vec4 currentClip;
layout(location = 3) in vec4 previousClip;

layout(location = 0) out vec4 outAlbedo;
layout(location = 1) out vec4 outNormal;
layout(location = 2) out vec2 outVelocity;
layout(location = 3) out uint outIdentifier;

float widenRoughness(float roughness, vec3 normal)
{
    vec3  dx       = dFdx(normal);
    vec3  dy       = dFdy(normal);
    float variance = 0.25 * (dot(dx, dx) + dot(dy, dy));
    float kernel   = min(2.0 * variance, 0.18);
    return sqrt(clamp(roughness * roughness + kernel, 0.0, 1.0));
}

void main()
{
    vec3  normal    = normalize(worldNormal);
    float roughness = texture(roughnessMap, uv).g;

    outAlbedo     = vec4(texture(albedoMap, uv).rgb, object.metalness);
    outNormal     = vec4(0.5 + 0.5 * normal, widenRoughness(roughness, normal));
    outVelocity   = 0.5 * (currentClip.xy / currentClip.w - previousClip.xy / previousClip.w);
    outIdentifier = object.identifier;
}
