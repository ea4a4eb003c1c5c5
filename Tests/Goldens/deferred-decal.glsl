#version 310 es
precision highp float;
precision mediump int;

uniform mat4 worldToDecal;
uniform lowp sampler2D decal;

in vec3 worldPosition;
layout(location = 0) out vec4 outColor;
layout(location = 1) out vec4 outNormal;
layout(location = 2) out vec2 outVelocity;
in vec2 screenVelocity;

void main()
{
    vec3 _138 = worldPosition * gl_FragCoord.w;
    vec3 _139 = dFdx(_138);
    float _140 = dFdx(gl_FragCoord.w);
    float _143 = 1.0 / gl_FragCoord.w;
    vec3 worldPosition_dx = (_139 - (worldPosition * _140)) * _143;
    vec3 _144 = dFdy(_138);
    float _145 = dFdy(gl_FragCoord.w);
    vec3 worldPosition_dy = (_144 - (worldPosition * _145)) * _143;
    vec3 local = (worldToDecal * vec4(worldPosition, 1.0)).xyz;
    vec3 local_dx = (worldToDecal * vec4(worldPosition_dx, 0.0)).xyz;
    vec3 local_dy = (worldToDecal * vec4(worldPosition_dy, 0.0)).xyz;
    if (any(greaterThan(abs(local), vec3(0.5))))
    {
        discard;
    }
    vec3 normal = normalize(cross(mix(vec3(0.0), worldPosition_dx, lessThanEqual(abs(worldPosition_dx), vec3(3.4028235e+38))), mix(vec3(0.0), worldPosition_dy, lessThanEqual(abs(worldPosition_dy), vec3(3.4028235e+38)))));
    vec4 color = textureGrad(decal, local.xz + vec2(0.5), mix(vec2(0.0), local_dx.xz, lessThanEqual(abs(local_dx.xz), vec2(3.4028235e+38))), mix(vec2(0.0), local_dy.xz, lessThanEqual(abs(local_dy.xz), vec2(3.4028235e+38))));
    float fade = 1.0 - smoothstep(0.3, 0.5, abs(local.y));
    outColor = vec4(color.xyz, color.w * fade);
    outNormal = vec4(vec3(0.5) + (normal * 0.5), fade);
    outVelocity = screenVelocity;
}

