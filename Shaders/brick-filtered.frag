#version 450
// A brick wall that fades to its mean like a mip-mapped texture would.
// Mortar and brick are averaged over the box given by fwidth, each by the
// integral of its pulse train.
layout(set = 0, binding = 0) uniform Wall {
    vec3  brickColor;
    vec3  mortarColor;
    vec2  brickSize;
    vec2  mortar;
} wall;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

// The integral of a train of unit pulses that are high on [edge, 1).
vec2 pulseIntegral(vec2 x, vec2 edge)
{
    return (1.0 - edge) * floor(x) + max(fract(x) - edge, 0.0);
}

vec2 filteredPulse(vec2 x, vec2 edge, vec2 width)
{
    return (pulseIntegral(x + 0.5 * width, edge) - pulseIntegral(x - 0.5 * width, edge)) / width;
}

void main()
{
    vec2 p   = uv / wall.brickSize;
    vec2 box = max(fwidth(p), vec2(1e-4));
    if (mod(floor(p.y), 2.0) >= 1.0)
        p.x += 0.5;

    vec2  cell  = floor(p);
    vec2  pulse = filteredPulse(p, wall.mortar, box);
    float brick = pulse.x * pulse.y;
    float shade = 0.85 + 0.3 * fract(sin(dot(cell, vec2(61.3, 17.9))) * 5413.7);
    shade = mix(shade, 1.0, smoothstep(0.3, 1.0, max(box.x, box.y)));
    fragColor = vec4(mix(wall.mortarColor, wall.brickColor * shade, brick), 1.0);
}
