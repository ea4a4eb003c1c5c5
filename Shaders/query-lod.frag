#version 450
// Shows the level of detail that the sampler would choose, as false colour.
// textureQueryLod takes the implicit derivatives of its coordinate; next to it
// the level is worked out by hand from dFdx and dFdy.
layout(set = 0, binding = 0) uniform sampler2D image;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float levelByHand(vec2 coordinate)
{
    vec2  texels = coordinate * vec2(textureSize(image, 0));
    vec2  dx     = dFdx(texels);
    vec2  dy     = dFdy(texels);
    return 0.5 * log2(max(dot(dx, dx), dot(dy, dy)));
}

void main()
{
    vec2  warped = uv + 0.1 * sin(9.0 * uv.yx);
    float queried = textureQueryLod(image, warped).y;
    float manual  = levelByHand(warped);
    fragColor = vec4(0.125 * queried, 0.125 * manual, abs(queried - manual), 1.0);
}
