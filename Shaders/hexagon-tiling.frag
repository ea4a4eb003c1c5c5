#version 300 es
// A honeycomb with joints of constant width on the screen.
// fwidth of the distance to the nearest side sets the joint's softness; the
// coordinate itself is used, so no seam appears between the cells.
precision highp float;

uniform float cells;
uniform float jointWidth;

in vec2 uv;
out vec4 fragColor;

const vec2 period = vec2(1.0, 1.7320508);

// Position relative to the centre of the nearest hexagon, and that centre.
vec4 nearestHexagon(vec2 p)
{
    vec2 a = mod(p, period) - 0.5 * period;
    vec2 b = mod(p - 0.5 * period, period) - 0.5 * period;
    vec2 local = dot(a, a) < dot(b, b) ? a : b;
    return vec4(local, p - local);
}

float sideDistance(vec2 local)
{
    vec2 q = abs(local);
    return 0.5 - max(q.x, dot(q, vec2(0.5, 0.8660254)));
}

void main()
{
    vec4  hexagon = nearestHexagon(uv * cells);
    float d       = sideDistance(hexagon.xy);
    float w       = fwidth(d);
    float inside  = smoothstep(jointWidth - w, jointWidth + w, d);
    vec3  wax     = vec3(0.95, 0.7, 0.2) * (0.8 + 0.2 * sin(dot(hexagon.zw, vec2(3.1, 5.7))));
    fragColor = vec4(mix(vec3(0.3, 0.18, 0.05), wax, inside), 1.0);
}
