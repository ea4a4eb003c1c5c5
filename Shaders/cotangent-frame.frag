#version 450
// Normal mapping with no tangents in the mesh.
// The derivatives of position and texture coordinate give a cotangent frame at
// each pixel, into which the normal from the map is taken.
layout(set = 0, binding = 0) uniform sampler2D normalMap;
layout(set = 0, binding = 1) uniform sampler2D albedoMap;

layout(location = 0) in vec3 viewPosition;
layout(location = 1) in vec3 viewNormal;
layout(location = 2) in vec2 uv;
layout(location = 0) out vec4 fragColor;

mat3 cotangentFrame(vec3 normal, vec3 position, vec2 coordinate)
{
    vec3 dp1  = dFdx(position);
    vec3 dp2  = dFdy(position);
    vec2 duv1 = dFdx(coordinate);
    vec2 duv2 = dFdy(coordinate);

    vec3 dp2perp = cross(dp2, normal);
    vec3 dp1perp = cross(normal, dp1);
    vec3 tangent   = dp2perp * duv1.x + dp1perp * duv2.x;
    vec3 bitangent = dp2perp * duv1.y + dp1perp * duv2.y;

    float scale = inversesqrt(max(dot(tangent, tangent), dot(bitangent, bitangent)));
    return mat3(tangent * scale, bitangent * scale, normal);
}

void main()
{
    mat3 frame  = cotangentFrame(normalize(viewNormal), viewPosition, uv);
    vec3 mapped = texture(normalMap, uv).xyz * 2.0 - 1.0;
    vec3 normal = normalize(frame * mapped);

    vec3  light   = normalize(vec3(0.4, 0.7, 0.6));
    float diffuse = max(dot(normal, light), 0.0);
    fragColor = vec4(texture(albedoMap, uv).rgb * (0.1 + 0.9 * diffuse), 1.0);
}
