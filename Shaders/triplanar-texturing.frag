#version 450
// Triplanar texturing: three projections along the axes, blended by the normal.
// Lookups with no weight are skipped, so their implicit levels of detail are
// taken in control flow that differs between neighbouring pixels.
layout(set = 0, binding = 0) uniform sampler2D sideMap;
layout(set = 0, binding = 1) uniform sampler2D topMap;

layout(set = 0, binding = 2) uniform Parameters {
    float scale;
    float sharpness;
} parameters;

layout(location = 0) in vec3 worldPosition;
layout(location = 1) in vec3 worldNormal;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec3 weight = pow(abs(normalize(worldNormal)), vec3(parameters.sharpness));
    weight /= weight.x + weight.y + weight.z;

    vec3 p     = worldPosition * parameters.scale;
    vec4 color = vec4(0.0);
    if (weight.x > 0.01)
        color += weight.x * texture(sideMap, p.zy);
    if (weight.y > 0.01)
        color += weight.y * texture(topMap, p.xz);
    if (weight.z > 0.01)
        color += weight.z * texture(sideMap, p.xy);
    fragColor = color;
}
