// Percentage-closer filtering of a shadow map with a slope-scaled bias.
// The derivatives of the shadow coordinate give the receiver plane's slope, and
// each tap's reference depth is moved along that plane to avoid shadow acne.
#version 330 core

uniform sampler2DShadow shadowMap;
uniform vec2            shadowTexel;
uniform vec3            lightDirection;

in vec4 shadowPosition;
in vec3 worldNormal;
out vec4 fragColor;

// Depth gradient with respect to the shadow map's coordinates.
vec2 receiverPlane(vec3 coordinate)
{
    vec3  dx  = dFdx(coordinate);
    vec3  dy  = dFdy(coordinate);
    float det = dx.x * dy.y - dx.y * dy.x;
    vec2  g   = vec2(dy.y * dx.z - dx.y * dy.z, dx.x * dy.z - dy.x * dx.z);
    return abs(det) > 1e-12 ? g / det : vec2(0.0);
}

void main()
{
    vec3 coordinate = shadowPosition.xyz / shadowPosition.w;
    vec2 slope      = receiverPlane(coordinate);

    float lit = 0.0;
    for (int y = -1; y <= 1; ++y) {
        for (int x = -1; x <= 1; ++x) {
            vec2  offset    = vec2(x, y) * shadowTexel;
            float reference = coordinate.z + dot(slope, offset) - 5e-4;
            lit += texture(shadowMap, vec3(coordinate.xy + offset, reference));
        }
    }
    lit /= 9.0;

    float diffuse = max(dot(normalize(worldNormal), lightDirection), 0.0);
    fragColor = vec4(vec3(0.1 + 0.9 * lit * diffuse), 1.0);
}
