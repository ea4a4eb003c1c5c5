#version 300 es
// Voronoi cells with a border of constant width on the screen.
// The search for the two nearest points is a pair of nested loops; fwidth of
// the distance to the border gives the pixel's size in the cells' units.
precision highp float;

uniform float scale;
uniform float borderPixels;

in vec2 uv;
out vec4 fragColor;

vec2 randomPoint(vec2 cell)
{
    vec2 q = vec2(dot(cell, vec2(131.3, 57.7)), dot(cell, vec2(83.9, 219.1)));
    return fract(sin(q) * 18317.71);
}

void main()
{
    vec2 p = uv * scale;
    vec2 base = floor(p);

    vec2  nearest     = vec2(8.0);
    vec2  nearestCell = base;
    for (int j = -1; j <= 1; ++j)
        for (int i = -1; i <= 1; ++i) {
            vec2 cell  = base + vec2(i, j);
            vec2 delta = cell + randomPoint(cell) - p;
            if (dot(delta, delta) < dot(nearest, nearest)) {
                nearest     = delta;
                nearestCell = cell;
            }
        }

    float border = 8.0;
    for (int j = -2; j <= 2; ++j)
        for (int i = -2; i <= 2; ++i) {
            vec2 cell = nearestCell + vec2(i, j);
            if (cell == nearestCell)
                continue;
            vec2 delta = cell + randomPoint(cell) - p;
            border = min(border, dot(0.5 * (nearest + delta), normalize(delta - nearest)));
        }

    float width = fwidth(border);
    float ink   = smoothstep((borderPixels - 0.5) * width, (borderPixels + 0.5) * width, border);
    vec2  tint  = randomPoint(nearestCell + 0.5);
    fragColor = vec4(ink * vec3(0.5 + 0.4 * tint, 0.8), 1.0);
}
