#version 300 es
// Bump mapping without tangents, as three.js does it (after Mikkelsen, "Bump Mapping Unparametrized Surfaces on the
// GPU"): the height is sampled at the coordinate plus its own derivatives. The perturbed normal's derivatives then
// widen the highlight (Tokuyoshi and Kaplanyan, "Improved Geometric Specular Antialiasing"): derivatives of a normal
// that is made of derivatives.
precision highp float;

uniform sampler2D bumpMap;
uniform float bumpScale;
uniform float roughness;

in vec2 vBumpMapUv;
in vec3 vViewPosition;
in vec3 vNormal;
out vec4 fragColor;

vec2 dHdxy_fwd()
{
    vec2 dSTdx = dFdx(vBumpMapUv);
    vec2 dSTdy = dFdy(vBumpMapUv);
    float Hll = bumpScale * texture(bumpMap, vBumpMapUv).x;
    float dBx = bumpScale * texture(bumpMap, vBumpMapUv + dSTdx).x - Hll;
    float dBy = bumpScale * texture(bumpMap, vBumpMapUv + dSTdy).x - Hll;
    return vec2(dBx, dBy);
}

vec3 perturbNormalArb(vec3 surf_pos, vec3 surf_norm, vec2 dHdxy)
{
    vec3 vSigmaX = normalize(dFdx(surf_pos));
    vec3 vSigmaY = normalize(dFdy(surf_pos));
    vec3 R1 = cross(vSigmaY, surf_norm);
    vec3 R2 = cross(surf_norm, vSigmaX);
    float fDet = dot(vSigmaX, R1);
    vec3 vGrad = sign(fDet) * (dHdxy.x * R1 + dHdxy.y * R2);
    return normalize(abs(fDet) * surf_norm - vGrad);
}

void main()
{
    vec3 normal = perturbNormalArb(-vViewPosition, normalize(vNormal), dHdxy_fwd());

    vec3 dxy = max(abs(dFdx(normal)), abs(dFdy(normal)));
    float geometryRoughness = max(max(dxy.x, dxy.y), dxy.z);
    float alpha = clamp(roughness + geometryRoughness, 0.05, 1.0);

    vec3 light = normalize(vec3(0.3, 0.8, 0.5));
    vec3 halfway = normalize(light + normalize(vViewPosition));
    float exponent = 2.0 / (alpha * alpha) - 1.0;
    float highlight = pow(max(dot(normal, halfway), 0.0), exponent) * (exponent + 2.0) * 0.05;
    fragColor = vec4(vec3(0.4, 0.3, 0.25) * max(dot(normal, light), 0.0) + highlight, 1.0);
}
