#version 320 es
// Interpolation functions and the sample qualifier as OpenGL ES 3.2 has them.
// The derivatives of the shifted varying decide how strongly the dots are
// filtered.
precision highp float;

uniform vec2 nudge;

in vec2 uv;
sample in vec2 cellPosition;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2  p      = interpolateAtOffset(uv, nudge);
    vec2  cell   = fract(p * 30.0) - 0.5;
    float d      = length(cell) - 0.3;
    float w      = fwidth(d);
    float dots   = clamp(0.5 - d / w, 0.0, 1.0);
    float border = fwidth(cellPosition.x) / max(fwidth(p.x), 1e-6);
    fragColor = vec4(dots, dots, 0.5 * border, 1.0);
}
