#version 300 es
// A slanted slice through a volume such as a scan, with isolines.
// The three-dimensional texture takes its level of detail from the derivative
// of all three coordinates.
precision highp float;
precision highp sampler3D;

uniform sampler3D volume;
uniform mat3      orientation;
uniform float     depth;
uniform float     isoValue;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec3 p = orientation * vec3(uv - 0.5, depth) + 0.5;
    bvec3 outside = lessThan(min(p, 1.0 - p), vec3(0.0));
    if (any(outside)) {
        fragColor = vec4(0.0);
        return;
    }

    float density = texture(volume, p).r;
    float smoothed = texture(volume, p, 1.5).r;
    float line = 1.0 - smoothstep(0.0, 0.02, abs(smoothed - isoValue));
    fragColor = vec4(mix(vec3(density), vec3(1.0, 0.6, 0.1), line), 1.0);
}
