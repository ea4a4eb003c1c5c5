// Outlines where an integer-valued function jumps: fwidth(id) is nonzero only
// when a quad straddles the border of two cells. This measures a difference of
// neighbours, not a slope (the slope is zero), so the site is left as it is.
#version 330 core

uniform float cells;

in vec2 uv;
out vec4 fragColor;

float cellId(vec2 p)
{
    vec2 cell = floor(p);
    return cell.x + cells * cell.y;
}

void main()
{
    float id   = cellId(uv * cells);
    float edge = step(0.5, fwidth(id));
    vec3 color = 0.6 + 0.4 * cos(id * vec3(1.3, 2.1, 3.7));
    fragColor = vec4(mix(color, vec3(0.0), edge), 1.0);
}
