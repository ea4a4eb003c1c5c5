#version 330 core

uniform vec2 shadowTexel;
uniform sampler2DShadow shadowMap;
uniform vec3 lightDirection;

in vec4 shadowPosition;
in vec3 worldNormal;
out vec4 fragColor;

vec2 receiverPlane(vec3 coordinate, vec3 coordinate_dx, vec3 coordinate_dy)
{
    bvec3 _221 = lessThanEqual(abs(coordinate_dx), vec3(3.4028235e+38));
    vec3 dx = vec3(_221.x ? coordinate_dx.x : vec3(0.0).x, _221.y ? coordinate_dx.y : vec3(0.0).y, _221.z ? coordinate_dx.z : vec3(0.0).z);
    bvec3 _225 = lessThanEqual(abs(coordinate_dy), vec3(3.4028235e+38));
    vec3 dy = vec3(_225.x ? coordinate_dy.x : vec3(0.0).x, _225.y ? coordinate_dy.y : vec3(0.0).y, _225.z ? coordinate_dy.z : vec3(0.0).z);
    float det = (dx.x * dy.y) - (dx.y * dy.x);
    vec2 g = vec2((dy.y * dx.z) - (dx.y * dy.z), (dx.x * dy.z) - (dy.x * dx.z));
    vec2 _68;
    if (abs(det) > 1e-12)
    {
        _68 = g / vec2(det);
    }
    else
    {
        _68 = vec2(0.0);
    }
    return _68;
}

void main()
{
    vec4 _231 = shadowPosition * gl_FragCoord.w;
    float _236 = 1.0 / gl_FragCoord.w;
    vec4 shadowPosition_dx = (dFdx(_231) - (shadowPosition * dFdx(gl_FragCoord.w))) * _236;
    vec4 shadowPosition_dy = (dFdy(_231) - (shadowPosition * dFdy(gl_FragCoord.w))) * _236;
    vec3 _91 = vec3(shadowPosition.w);
    vec3 _92 = shadowPosition.xyz / _91;
    bvec3 _198 = lessThan(abs(_91), vec3(1.1754944e-38));
    vec3 _200 = vec3(1.0) / _91;
    vec3 _202 = vec3(_198.x ? vec3(0.0).x : _200.x, _198.y ? vec3(0.0).y : _200.y, _198.z ? vec3(0.0).z : _200.z);
    vec3 coordinate = _92;
    vec3 coordinate_dx = _202 * (shadowPosition_dx.xyz - (_92 * vec3(shadowPosition_dx.w)));
    vec3 coordinate_dy = _202 * (shadowPosition_dy.xyz - (_92 * vec3(shadowPosition_dy.w)));
    vec3 param = coordinate;
    vec3 param_dx = coordinate_dx;
    vec3 param_dy = coordinate_dy;
    vec2 slope = receiverPlane(param, param_dx, param_dy);
    float lit = 0.0;
    for (int y = -1; y <= 1; y++)
    {
        for (int x = -1; x <= 1; x++)
        {
            vec2 offset = vec2(float(x), float(y)) * shadowTexel;
            float reference = (coordinate.z + dot(slope, offset)) - 0.0005;
            vec3 _149 = vec3(coordinate.xy + offset, reference);
            lit += texture(shadowMap, vec3(_149.xy, _149.z));
        }
    }
    lit /= 9.0;
    float diffuse = max(dot(normalize(worldNormal), lightDirection), 0.0);
    fragColor = vec4(vec3(0.1 + ((0.9 * lit) * diffuse)), 1.0);
}

