// The variants of the texture lookup that still use the implicit level of
// detail: with a bias, with a constant offset, and with both.
// Their differences make a cheap unsharp mask.
#version 330 core

uniform sampler2D image;
uniform float     sharpness;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec4 center = texture(image, uv);
    vec4 blurry = texture(image, uv, 2.0);
    vec4 right  = textureOffset(image, uv, ivec2(1, 0));
    vec4 left   = textureOffset(image, uv, ivec2(-1, 0));
    vec4 up     = textureOffset(image, uv, ivec2(0, 1), 0.5);
    vec4 down   = textureOffset(image, uv, ivec2(0, -1), 0.5);

    vec4 around = 0.2 * (blurry + right + left + up + down);
    fragColor = center + sharpness * (center - around);
}
