// The fine and coarse forms of the derivative functions side by side.
// Analytically they are all equal; on hardware the coarse form may share one
// value over a quad, which is what the picture makes visible.
#version 450 core

uniform float frequency;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2  p     = uv - 0.5;
    float value = sin(frequency * dot(p, p));

    vec2 fine   = vec2(dFdxFine(value), dFdyFine(value));
    vec2 coarse = vec2(dFdxCoarse(value), dFdyCoarse(value));

    float slope      = length(fine);
    float difference = length(fine - coarse);
    float widths     = fwidthFine(value) - fwidthCoarse(value);

    float line = 1.0 - smoothstep(0.0, 1.5 * slope, abs(value));
    fragColor = vec4(line, 10.0 * difference, 0.5 + 5.0 * widths, 1.0);
}
