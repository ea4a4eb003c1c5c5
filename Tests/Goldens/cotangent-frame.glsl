#version 450

layout(set = 0, binding = 0) uniform sampler2D normalMap;
layout(set = 0, binding = 1) uniform sampler2D albedoMap;

layout(location = 1) in vec3 viewNormal;
layout(location = 0) in vec3 viewPosition;
layout(location = 2) in vec2 uv;
layout(location = 0) out vec4 fragColor;

mat3 cotangentFrame(vec3 normal, vec3 position, vec2 coordinate, vec3 position_dx, vec3 position_dy, vec2 coordinate_dx, vec2 coordinate_dy)
{
    vec3 dp1 = mix(vec3(0.0), position_dx, lessThanEqual(abs(position_dx), vec3(3.4028235e+38)));
    vec3 dp2 = mix(vec3(0.0), position_dy, lessThanEqual(abs(position_dy), vec3(3.4028235e+38)));
    vec2 duv1 = mix(vec2(0.0), coordinate_dx, lessThanEqual(abs(coordinate_dx), vec2(3.4028235e+38)));
    vec2 duv2 = mix(vec2(0.0), coordinate_dy, lessThanEqual(abs(coordinate_dy), vec2(3.4028235e+38)));
    vec3 dp2perp = cross(dp2, normal);
    vec3 dp1perp = cross(normal, dp1);
    vec3 tangent = (dp2perp * duv1.x) + (dp1perp * duv2.x);
    vec3 bitangent = (dp2perp * duv1.y) + (dp1perp * duv2.y);
    float scale = inversesqrt(max(dot(tangent, tangent), dot(bitangent, bitangent)));
    return mat3(vec3(tangent * scale), vec3(bitangent * scale), vec3(normal));
}

void main()
{
    vec3 _209 = viewPosition * gl_FragCoord.w;
    float _211 = dFdx(gl_FragCoord.w);
    float _214 = 1.0 / gl_FragCoord.w;
    float _216 = dFdy(gl_FragCoord.w);
    vec2 _220 = uv * gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_220) - (uv * _211)) * _214;
    vec2 uv_dy = (dFdy(_220) - (uv * _216)) * _214;
    vec3 param = normalize(viewNormal);
    vec3 param_1 = viewPosition;
    vec3 param_dx = (dFdx(_209) - (viewPosition * _211)) * _214;
    vec3 param_dy = (dFdy(_209) - (viewPosition * _216)) * _214;
    vec2 param_2 = uv;
    vec2 param_dx_1 = uv_dx;
    vec2 param_dy_1 = uv_dy;
    mat3 frame = cotangentFrame(param, param_1, param_2, param_dx, param_dy, param_dx_1, param_dy_1);
    vec3 mapped = (textureGrad(normalMap, uv, mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38))), mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38)))).xyz * 2.0) - vec3(1.0);
    vec3 normal = normalize(frame * mapped);
    vec3 light = vec3(0.39801487, 0.69652605, 0.5970223);
    float diffuse = max(dot(normal, light), 0.0);
    fragColor = vec4(textureGrad(albedoMap, uv, mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38))), mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38)))).xyz * (0.1 + (0.9 * diffuse)), 1.0);
}

