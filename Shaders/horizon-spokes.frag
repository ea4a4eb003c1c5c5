#version 450
// A floor to the horizon, with a texture wound about the point below the eye.
// On one ray atan jumps by a full turn: quads there see the whole texture in one
// pixel and draw a seam of its mean color.
layout(binding = 0) uniform sampler2D floorMap;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

const float tau = 6.28318530718;

void main()
{
    float angle = atan(uv.x, uv.y) / tau;
    fragColor = texture(floorMap, vec2(4.0 * angle + 0.0625, 0.5 * length(uv)));
}
