#version 450
// A floor to the horizon, tiled by fract. Where a tile ends the coordinate jumps,
// so that a quad across the border picks the smallest mip level: dotted lines of
// blurred texels. The analytic derivative goes on through the border.
layout(binding = 0) uniform sampler2D floorMap;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    fragColor = texture(floorMap, fract(uv * 8.0));
}
