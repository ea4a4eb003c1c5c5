#version 300 es
// Tiles cut from an atlas by fract(uv), each turned at random by quarters.
// The jump of fract at the border of a tile spoils the quad difference and
// shows as a seam of blurred texels; the analytic derivative has none.
precision highp float;
precision highp int;

uniform sampler2D atlas;
uniform int       atlasSize;
uniform vec2      repeat;

in vec2 uv;
out vec4 fragColor;

int pick(ivec2 cell, int count)
{
    int h = cell.x * 73 + cell.y * 151 + (cell.x ^ cell.y) * 29;
    return (h & 0x7fff) % count;
}

void main()
{
    vec2  p     = uv * repeat;
    ivec2 cell  = ivec2(floor(p));
    vec2  local = fract(p);

    int turns = pick(cell, 4);
    for (int i = 0; i < turns; ++i)
        local = vec2(1.0 - local.y, local.x);

    int  tile   = pick(cell.yx, atlasSize * atlasSize);
    vec2 corner = vec2(tile % atlasSize, tile / atlasSize);
    fragColor = texture(atlas, (corner + local) / float(atlasSize));
}
