#version 450

layout(binding = 0) uniform sampler2D floorMap;

layout(location = 0) out vec4 fragColor;
layout(location = 0) in vec2 uv;

void main()
{
    vec2 _47 = uv * gl_FragCoord.w;
    float _53 = 1.0 / gl_FragCoord.w;
    vec2 _26 = ((dFdx(_47) - (uv * dFdx(gl_FragCoord.w))) * _53) * 8.0;
    vec2 _35 = ((dFdy(_47) - (uv * dFdy(gl_FragCoord.w))) * _53) * 8.0;
    fragColor = textureGrad(floorMap, fract(uv * 8.0), mix(vec2(0.0), _26, lessThanEqual(abs(_26), vec2(3.4028235e+38))), mix(vec2(0.0), _35, lessThanEqual(abs(_35), vec2(3.4028235e+38))));
}

