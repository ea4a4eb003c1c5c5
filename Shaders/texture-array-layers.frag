#version 310 es
// Terrain materials in one texture array, blended between adjacent layers.
// The layer is chosen by the altitude and takes no part in the level of detail;
// only the derivatives of the first two coordinates do.
precision highp float;
precision highp sampler2DArray;

uniform sampler2DArray materials;
uniform float          layerHeight;

in vec2 uv;
in float altitude;
out vec4 fragColor;

void main()
{
    float layer = altitude / layerHeight;
    float lower = floor(layer);
    float last  = float(textureSize(materials, 0).z - 1);

    vec3 a = texture(materials, vec3(uv, min(lower, last))).rgb;
    vec3 b = texture(materials, vec3(uv, min(lower + 1.0, last))).rgb;

    float width = max(fwidth(layer), 0.1);
    float blend = smoothstep(0.5 - width, 0.5 + width, layer - lower);
    fragColor = vec4(mix(a, b, blend), 1.0);
}
