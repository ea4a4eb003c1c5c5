#version 450

layout(set = 0, binding = 0) uniform sampler2D picture;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _101 = uv * gl_FragCoord.w;
    float _106 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_101) - (uv * dFdx(gl_FragCoord.w))) * _106;
    vec2 uv_dy = (dFdy(_101) - (uv * dFdy(gl_FragCoord.w))) * _106;
    vec2 _59 = mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38)));
    vec2 _67 = mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38)));
    vec4 _21 = textureGrad(picture, uv, _59, _67);
    vec3 color = _21.xyz;
    vec3 color_dx = (textureGrad(picture, uv + uv_dx, _59, _67) - _21).xyz;
    vec3 color_dy = (textureGrad(picture, uv + uv_dy, _59, _67) - _21).xyz;
    float luma = dot(color, vec3(0.2126, 0.7152, 0.0722));
    float luma_dx = dot(color_dx, vec3(0.2126, 0.7152, 0.0722));
    float luma_dy = dot(color_dy, vec3(0.2126, 0.7152, 0.0722));
    float slopeX = (abs(luma_dx) <= 3.4028235e+38) ? luma_dx : 0.0;
    float slopeY = (abs(luma_dy) <= 3.4028235e+38) ? luma_dy : 0.0;
    float relief = 0.5 + (2.0 * (slopeX + slopeY));
    fragColor = vec4(mix(color, vec3(relief), vec3(0.5)), 1.0);
}

