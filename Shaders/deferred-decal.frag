#version 310 es
// Several render targets: a decal writes colour, normal and velocity at once.
// The decal's normal is built from the derivatives of the position beneath, and
// its texture takes an implicit level of detail.
precision highp float;

uniform sampler2D decal;
uniform mat4      worldToDecal;

in vec3 worldPosition;
in vec2 screenVelocity;

layout(location = 0) out vec4 outColor;
layout(location = 1) out vec4 outNormal;
layout(location = 2) out vec2 outVelocity;

void main()
{
    vec3 local = (worldToDecal * vec4(worldPosition, 1.0)).xyz;
    if (any(greaterThan(abs(local), vec3(0.5))))
        discard;

    vec3  normal = normalize(cross(dFdx(worldPosition), dFdy(worldPosition)));
    vec4  color  = texture(decal, local.xz + 0.5);
    float fade   = 1.0 - smoothstep(0.3, 0.5, abs(local.y));

    outColor    = vec4(color.rgb, color.a * fade);
    outNormal   = vec4(0.5 + 0.5 * normal, fade);
    outVelocity = screenVelocity;
}
