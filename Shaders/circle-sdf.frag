// An anti-aliased disc with an outline, drawn from its signed distance.
// fwidth gives the distance covered by one pixel, which sets the width of
// the soft edge whatever the zoom.
#version 330 core

uniform float zoom;
uniform vec3  fillColor;

in vec2 uv;
out vec4 fragColor;

float sdCircle(vec2 p, float radius)
{
    return length(p) - radius;
}

// Coverage of the half-plane d < 0 by a pixel of width w.
float coverage(float d, float w)
{
    return clamp(0.5 - d / w, 0.0, 1.0);
}

void main()
{
    vec2  p = (uv * 2.0 - 1.0) * zoom;
    float d = sdCircle(p, 0.7);
    float w = fwidth(d);

    float inside  = coverage(d, w);
    float outline = coverage(abs(d) - 0.03, w);

    vec3 color = mix(vec3(0.95), fillColor, inside);
    color = mix(color, vec3(0.05), outline);
    fragColor = vec4(color, 1.0);
}
