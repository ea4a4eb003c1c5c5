#version 310 es
// A pond: waves are summed as a height and displace the surface.
// The normal is the cross product of the derivatives of the displaced position;
// the sky is then mirrored by a plain lookup at the reflected direction.
precision highp float;

uniform float     time;
uniform vec3      eye;
uniform sampler2D sky;

in vec3 worldPosition;
out vec4 fragColor;

float waves(vec2 p)
{
    float height = 0.0;
    vec2  heading = vec2(1.0, 0.0);
    float wavelength = 1.0;
    for (int i = 0; i < 6; ++i) {
        height += 0.03 * wavelength * sin(dot(p, heading) * 6.0 / wavelength + time / sqrt(wavelength));
        heading = mat2(0.6, 0.8, -0.8, 0.6) * heading;
        wavelength *= 0.72;
    }
    return height;
}

void main()
{
    vec3 surface = worldPosition;
    surface.y += waves(worldPosition.xz);

    vec3 normal = normalize(cross(dFdx(surface), dFdy(surface)));
    normal *= normal.y < 0.0 ? -1.0 : 1.0;

    vec3  view     = normalize(eye - surface);
    vec3  mirrored = reflect(-view, normal);
    vec3  skyColor = texture(sky, mirrored.xz / (1.0 + abs(mirrored.y)) * 0.5 + 0.5).rgb;
    float fresnel  = 0.02 + 0.98 * pow(1.0 - max(dot(view, normal), 0.0), 5.0);
    fragColor = vec4(mix(vec3(0.02, 0.12, 0.15), skyColor, fresnel), 1.0);
}
