#version 300 es
// A board sawn from a trunk: the annual rings are a sawtooth of the radius.
// The sawtooth is averaged over the width of a pixel by its integral, the
// width being the fwidth of the ring coordinate.
precision highp float;

uniform float ringCount;

in vec3 objectPosition;
out vec4 fragColor;

// The integral of fract(x).
float sawIntegral(float x)
{
    float f = fract(x);
    return 0.5 * (floor(x) + f * f);
}

float filteredSaw(float x, float width)
{
    float w = max(width, 1e-3);
    return (sawIntegral(x + 0.5 * w) - sawIntegral(x - 0.5 * w)) / w;
}

void main()
{
    vec3 p = objectPosition;
    p.xz += 0.05 * vec2(sin(4.0 * p.y), cos(3.0 * p.y));

    float radius = length(p.xz) + 0.02 * sin(5.0 * atan(p.z, p.x));
    float ring   = ringCount * radius;
    float value  = filteredSaw(ring, fwidth(ring));

    float grain = sin(140.0 * p.x + 3.0 * sin(20.0 * p.y));
    grain *= 1.0 - smoothstep(0.5, 3.0, fwidth(140.0 * p.x));
    fragColor = vec4(mix(vec3(0.72, 0.5, 0.28), vec3(0.45, 0.27, 0.12), value) + 0.02 * grain, 1.0);
}
