#version 450

layout(set = 0, binding = 2) uniform Parameters
{
    float scale;
    float sharpness;
} parameters;

layout(set = 0, binding = 0) uniform sampler2D sideMap;
layout(set = 0, binding = 1) uniform sampler2D topMap;

layout(location = 1) in vec3 worldNormal;
layout(location = 0) in vec3 worldPosition;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec3 _154 = worldPosition * gl_FragCoord.w;
    float _160 = 1.0 / gl_FragCoord.w;
    vec3 weight = pow(abs(normalize(worldNormal)), vec3(parameters.sharpness));
    weight /= vec3((weight.x + weight.y) + weight.z);
    vec3 p = worldPosition * parameters.scale;
    vec3 p_dx = ((dFdx(_154) - (worldPosition * dFdx(gl_FragCoord.w))) * _160) * parameters.scale;
    vec3 p_dy = ((dFdy(_154) - (worldPosition * dFdy(gl_FragCoord.w))) * _160) * parameters.scale;
    vec4 color = vec4(0.0);
    if (weight.x > 0.01)
    {
        color += (textureGrad(sideMap, p.zy, mix(vec2(0.0), p_dx.zy, lessThanEqual(abs(p_dx.zy), vec2(3.4028235e+38))), mix(vec2(0.0), p_dy.zy, lessThanEqual(abs(p_dy.zy), vec2(3.4028235e+38)))) * weight.x);
    }
    if (weight.y > 0.01)
    {
        color += (textureGrad(topMap, p.xz, mix(vec2(0.0), p_dx.xz, lessThanEqual(abs(p_dx.xz), vec2(3.4028235e+38))), mix(vec2(0.0), p_dy.xz, lessThanEqual(abs(p_dy.xz), vec2(3.4028235e+38)))) * weight.y);
    }
    if (weight.z > 0.01)
    {
        color += (textureGrad(sideMap, p.xy, mix(vec2(0.0), p_dx.xy, lessThanEqual(abs(p_dx.xy), vec2(3.4028235e+38))), mix(vec2(0.0), p_dy.xy, lessThanEqual(abs(p_dy.xy), vec2(3.4028235e+38)))) * weight.z);
    }
    fragColor = color;
}

