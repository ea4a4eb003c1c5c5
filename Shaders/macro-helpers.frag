#version 450
// Derivatives taken inside macros, with conditional compilation around them.
// The pattern is a set of soft-edged shapes; PIXELS(x) is the usual idiom that
// converts a distance to pixels.
#define QUALITY 2
#define PIXELS(x)  ((x) / max(fwidth(x), 1e-6))
#define INSIDE(x)  clamp(0.5 - PIXELS(x), 0.0, 1.0)

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2  p = uv * 2.0 - 1.0;
    float disc = length(p) - 0.6;
    float star = length(p) - 0.4 - 0.1 * cos(5.0 * atan(p.y, p.x));

#if QUALITY > 1
    float a = INSIDE(disc), b = INSIDE(star);
#else
    float a = step(disc, 0.0), b = step(star, 0.0);
#endif

    fragColor = vec4(a, a * (1.0 - b), 0.2, 1.0);
}
