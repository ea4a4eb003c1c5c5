#version 450
// Lookups that need no implicit level of detail: textureLod, textureGrad,
// texelFetch and textureGather. The gradient handed to textureGrad is made with
// dFdx and dFdy before the coordinate is wrapped, the usual cure for a seam.
layout(set = 0, binding = 0) uniform sampler2D image;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 p  = uv * 6.0;
    vec2 dx = dFdx(p);
    vec2 dy = dFdy(p);

    vec4 wrapped = textureGrad(image, fract(p), dx, dy);
    vec4 coarse  = textureLod(image, uv, 3.0);
    vec4 texel   = texelFetch(image, ivec2(gl_FragCoord.xy) & 63, 0);
    vec4 corners = textureGather(image, uv, 1);
    fragColor = 0.4 * wrapped + 0.3 * coarse + 0.2 * texel + 0.1 * corners;
}
