#version 450
// Separate textures and samplers, as Vulkan has them: one image is read through
// two samplers, and a helper takes the pair as parameters.
// Both lookups take their level of detail from the derivatives.
layout(set = 0, binding = 0) uniform texture2D image;
layout(set = 0, binding = 1) uniform sampler smoothSampler;
layout(set = 0, binding = 2) uniform sampler blockySampler;
layout(set = 1, binding = 0) uniform texture2D masks[2];

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

vec4 lookup(texture2D t, sampler s, vec2 coordinate)
{
    return texture(sampler2D(t, s), coordinate);
}

void main()
{
    vec2  warped = uv + 0.02 * sin(20.0 * uv.yx);
    vec4  fine   = lookup(image, smoothSampler, warped);
    vec4  blocky = texture(sampler2D(image, blockySampler), uv);
    float mask   = texture(sampler2D(masks[1], smoothSampler), uv * 2.0).r;
    fragColor = mix(blocky, fine, mask);
}
