#version 450
// The derivative of a texture sample: relief lighting of a picture.
// A sampled value has no closed form, so these two sites remain differences,
// while the level of detail of the samples themselves becomes exact.
layout(set = 0, binding = 0) uniform sampler2D picture;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec3  color  = texture(picture, uv).rgb;
    float luma   = dot(color, vec3(0.2126, 0.7152, 0.0722));
    float slopeX = dFdx(luma);
    float slopeY = dFdy(luma);
    float relief = 0.5 + 2.0 * (slopeX + slopeY);
    fragColor = vec4(mix(color, vec3(relief), 0.5), 1.0);
}
