#version 450

layout(set = 0, binding = 0) uniform texture2D image;
layout(set = 0, binding = 1) uniform sampler smoothSampler;
layout(set = 0, binding = 2) uniform sampler blockySampler;
layout(set = 1, binding = 0) uniform texture2D masks[2];

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

vec4 lookup(texture2D t, sampler s, vec2 coordinate, vec2 coordinate_dx, vec2 coordinate_dy)
{
    return textureGrad(sampler2D(t, s), coordinate, mix(vec2(0.0), coordinate_dx, lessThanEqual(abs(coordinate_dx), vec2(3.4028235e+38))), mix(vec2(0.0), coordinate_dy, lessThanEqual(abs(coordinate_dy), vec2(3.4028235e+38))));
}

void main()
{
    vec2 _133 = uv * gl_FragCoord.w;
    float _139 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_133) - (uv * dFdx(gl_FragCoord.w))) * _139;
    vec2 uv_dy = (dFdy(_133) - (uv * dFdy(gl_FragCoord.w))) * _139;
    vec2 _37 = uv.yx * 20.0;
    vec2 _87 = (cos(_37) * 20.0) * 0.02;
    vec2 warped = uv + (sin(_37) * 0.02);
    vec2 warped_dx = fma(_87, uv_dx.yx, uv_dx);
    vec2 warped_dy = fma(_87, uv_dy.yx, uv_dy);
    vec2 param = warped;
    vec2 param_dx = warped_dx;
    vec2 param_dy = warped_dy;
    vec4 fine = lookup(image, smoothSampler, param, param_dx, param_dy);
    vec4 blocky = textureGrad(sampler2D(image, blockySampler), uv, mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38))), mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38))));
    vec2 _118 = uv_dx * 2.0;
    vec2 _122 = uv_dy * 2.0;
    float mask = textureGrad(sampler2D(masks[1], smoothSampler), uv * 2.0, mix(vec2(0.0), _118, lessThanEqual(abs(_118), vec2(3.4028235e+38))), mix(vec2(0.0), _122, lessThanEqual(abs(_122), vec2(3.4028235e+38)))).x;
    fragColor = mix(blocky, fine, vec4(mask));
}

