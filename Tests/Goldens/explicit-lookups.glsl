#version 450

layout(set = 0, binding = 0) uniform sampler2D image;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _100 = uv * gl_FragCoord.w;
    float _106 = 1.0 / gl_FragCoord.w;
    vec2 p = uv * 6.0;
    vec2 p_dx = ((dFdx(_100) - (uv * dFdx(gl_FragCoord.w))) * _106) * 6.0;
    vec2 p_dy = ((dFdy(_100) - (uv * dFdy(gl_FragCoord.w))) * _106) * 6.0;
    vec2 dx = mix(vec2(0.0), p_dx, lessThanEqual(abs(p_dx), vec2(3.4028235e+38)));
    vec2 dy = mix(vec2(0.0), p_dy, lessThanEqual(abs(p_dy), vec2(3.4028235e+38)));
    vec4 wrapped = textureGrad(image, fract(p), dx, dy);
    vec4 coarse = textureLod(image, uv, 3.0);
    vec4 texel = texelFetch(image, ivec2(gl_FragCoord.xy) & ivec2(63), 0);
    vec4 corners = textureGather(image, uv, 1);
    fragColor = (((wrapped * 0.4) + (coarse * 0.3)) + (texel * 0.2)) + (corners * 0.1);
}

