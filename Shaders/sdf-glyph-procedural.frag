#version 300 es
// The letter Q as a distance function: a ring and a short stroke joined.
// The length of the gradient, from dFdx and dFdy, corrects the distance where
// the plane is stretched, so the edge stays one pixel soft.
precision highp float;

uniform float weight;
uniform float slant;

in vec2 uv;
out vec4 fragColor;

float sdSegment(vec2 p, vec2 a, vec2 b)
{
    vec2  pa = p - a;
    vec2  ba = b - a;
    float t  = clamp(dot(pa, ba) / dot(ba, ba), 0.0, 1.0);
    return length(pa - t * ba);
}

float sdLetterQ(vec2 p)
{
    float ring   = abs(length(p * vec2(1.1, 1.0)) - 0.55);
    float stroke = sdSegment(p, vec2(0.15, -0.2), vec2(0.55, -0.65));
    return min(ring, stroke) - weight;
}

void main()
{
    vec2 p = uv * 2.0 - 1.0;
    p.x -= slant * p.y;

    float d     = sdLetterQ(p);
    float slope = length(vec2(dFdx(d), dFdy(d)));
    float ink   = clamp(0.5 - d / slope, 0.0, 1.0);
    fragColor = vec4(vec3(1.0 - ink), 1.0);
}
