#version 300 es
// Text from a distance-field atlas, with an outline and a soft shadow.
// The derivatives of the atlas coordinate say how many texels fall on a pixel,
// which converts the stored distance to pixels at every size and slant.
precision highp float;

uniform sampler2D atlas;
uniform vec4      textColor;
uniform vec4      outlineColor;
uniform float     outlinePixels;
uniform float     spreadTexels;

in vec2 uv;
out vec4 fragColor;

float pixelsPerTexel()
{
    vec2  texels = uv * vec2(textureSize(atlas, 0));
    vec2  dx     = dFdx(texels);
    vec2  dy     = dFdy(texels);
    float area   = abs(dx.x * dy.y - dx.y * dy.x);
    return inversesqrt(max(area, 1e-8));
}

void main()
{
    float stored = texture(atlas, uv).r - 0.5;
    float pixels = stored * 2.0 * spreadTexels * pixelsPerTexel();

    float fill    = clamp(pixels + 0.5, 0.0, 1.0);
    float outline = clamp(pixels + outlinePixels + 0.5, 0.0, 1.0);
    float shadow  = texture(atlas, uv + vec2(-0.002, 0.002)).r;

    vec4 color = mix(outlineColor, textColor, fill);
    float alpha = max(outline * color.a, 0.3 * smoothstep(0.2, 0.6, shadow));
    fragColor = vec4(color.rgb * outline, alpha);
}
