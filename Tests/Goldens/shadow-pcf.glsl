#version 330 core

uniform vec2 shadowTexel;
uniform sampler2DShadow shadowMap;
uniform vec3 lightDirection;

in vec4 shadowPosition;
in vec3 worldNormal;
out vec4 fragColor;

vec2 receiverPlane(vec3 coordinate, vec3 coordinate_dx, vec3 coordinate_dy, vec3 coordinate_dx_dx, vec3 coordinate_dx_dy, vec3 coordinate_dy_dx, vec3 coordinate_dy_dy, out vec2 receiverPlane_dx, out vec2 receiverPlane_dy)
{
    bvec3 _221 = lessThanEqual(abs(coordinate_dx), vec3(3.4028235e+38));
    vec3 dx = vec3(_221.x ? coordinate_dx.x : vec3(0.0).x, _221.y ? coordinate_dx.y : vec3(0.0).y, _221.z ? coordinate_dx.z : vec3(0.0).z);
    vec3 dx_dx = vec3(_221.x ? coordinate_dx_dx.x : vec3(0.0).x, _221.y ? coordinate_dx_dx.y : vec3(0.0).y, _221.z ? coordinate_dx_dx.z : vec3(0.0).z);
    vec3 dx_dy = vec3(_221.x ? coordinate_dx_dy.x : vec3(0.0).x, _221.y ? coordinate_dx_dy.y : vec3(0.0).y, _221.z ? coordinate_dx_dy.z : vec3(0.0).z);
    bvec3 _225 = lessThanEqual(abs(coordinate_dy), vec3(3.4028235e+38));
    vec3 dy = vec3(_225.x ? coordinate_dy.x : vec3(0.0).x, _225.y ? coordinate_dy.y : vec3(0.0).y, _225.z ? coordinate_dy.z : vec3(0.0).z);
    vec3 dy_dx = vec3(_225.x ? coordinate_dy_dx.x : vec3(0.0).x, _225.y ? coordinate_dy_dx.y : vec3(0.0).y, _225.z ? coordinate_dy_dx.z : vec3(0.0).z);
    vec3 dy_dy = vec3(_225.x ? coordinate_dy_dy.x : vec3(0.0).x, _225.y ? coordinate_dy_dy.y : vec3(0.0).y, _225.z ? coordinate_dy_dy.z : vec3(0.0).z);
    float det = (dx.x * dy.y) - (dx.y * dy.x);
    float det_dx = (dx.x * dy_dx.y + (dy.y * dx_dx.x)) - (dx.y * dy_dx.x + (dy.x * dx_dx.y));
    float det_dy = (dx.x * dy_dy.y + (dy.y * dx_dy.x)) - (dx.y * dy_dy.x + (dy.x * dx_dy.y));
    vec2 g = vec2((dy.y * dx.z) - (dx.y * dy.z), (dx.x * dy.z) - (dy.x * dx.z));
    vec2 g_dx = vec2((dy.y * dx_dx.z + (dx.z * dy_dx.y)) - (dx.y * dy_dx.z + (dy.z * dx_dx.y)), (dx.x * dy_dx.z + (dy.z * dx_dx.x)) - (dy.x * dx_dx.z + (dx.z * dy_dx.x)));
    vec2 g_dy = vec2((dy.y * dx_dy.z + (dx.z * dy_dy.y)) - (dx.y * dy_dy.z + (dy.z * dx_dy.y)), (dx.x * dy_dy.z + (dy.z * dx_dy.x)) - (dy.x * dx_dy.z + (dx.z * dy_dy.x)));
    vec2 _68;
    vec2 _399;
    vec2 _400;
    if (abs(det) > 1e-12)
    {
        vec2 _73 = vec2(det);
        vec2 _74 = g / _73;
        bvec2 _389 = lessThan(abs(_73), vec2(1.1754944e-38));
        vec2 _391 = vec2(1.0) / _73;
        vec2 _392 = vec2(_389.x ? vec2(0.0).x : _391.x, _389.y ? vec2(0.0).y : _391.y);
        _68 = _74;
        _399 = _392 * (g_dx - (_74 * vec2(det_dx)));
        _400 = _392 * (g_dy - (_74 * vec2(det_dy)));
    }
    else
    {
        _68 = vec2(0.0);
        _399 = vec2(0.0);
        _400 = vec2(0.0);
    }
    receiverPlane_dx = _399;
    receiverPlane_dy = _400;
    return _68;
}

void main()
{
    vec4 _448 = shadowPosition * gl_FragCoord.w;
    float _450 = dFdx(gl_FragCoord.w);
    float _453 = 1.0 / gl_FragCoord.w;
    vec4 shadowPosition_dx = (dFdx(_448) - (shadowPosition * _450)) * _453;
    float _455 = dFdy(gl_FragCoord.w);
    vec4 shadowPosition_dy = (dFdy(_448) - (shadowPosition * _455)) * _453;
    float _459 = (-_450) * _453;
    vec4 shadowPosition_dx_dx = shadowPosition_dx * (_459 * 2.0);
    float _464 = (-_455) * _453;
    vec4 shadowPosition_dx_dy = (shadowPosition_dy * _459) + (shadowPosition_dx * _464);
    vec4 shadowPosition_dy_dy = shadowPosition_dy * (_464 * 2.0);
    vec3 _91 = vec3(shadowPosition.w);
    vec3 _238 = vec3(shadowPosition_dx.w);
    vec3 _239 = vec3(shadowPosition_dy.w);
    vec3 _192 = vec3(shadowPosition_dx.w);
    vec3 _193 = vec3(shadowPosition_dy.w);
    vec3 _92 = shadowPosition.xyz / _91;
    bvec3 _249 = lessThan(abs(_91), vec3(1.1754944e-38));
    vec3 _250 = vec3(1.0) / _91;
    vec3 _251 = vec3(_249.x ? vec3(0.0).x : _250.x, _249.y ? vec3(0.0).y : _250.y, _249.z ? vec3(0.0).z : _250.z);
    vec3 _254 = _251 * (shadowPosition_dx.xyz - (_92 * _238));
    vec3 _257 = _251 * (shadowPosition_dy.xyz - (_92 * _239));
    bvec3 _198 = lessThan(abs(_91), vec3(1.1754944e-38));
    vec3 _200 = vec3(1.0) / _91;
    bvec3 _260 = lessThan(abs(_91), vec3(1.1754944e-38));
    vec3 _261 = vec3(1.0) / _91;
    vec3 _263 = (-_200) * vec3(_260.x ? vec3(0.0).x : _261.x, _260.y ? vec3(0.0).y : _261.y, _260.z ? vec3(0.0).z : _261.z);
    vec3 _264 = _263 * _238;
    vec3 _266 = _263 * _239;
    vec3 _202 = vec3(_198.x ? vec3(0.0).x : _200.x, _198.y ? vec3(0.0).y : _200.y, _198.z ? vec3(0.0).z : _200.z);
    vec3 _265 = vec3(_198.x ? vec3(0.0).x : _264.x, _198.y ? vec3(0.0).y : _264.y, _198.z ? vec3(0.0).z : _264.z);
    vec3 _267 = vec3(_198.x ? vec3(0.0).x : _266.x, _198.y ? vec3(0.0).y : _266.y, _198.z ? vec3(0.0).z : _266.z);
    vec3 _204 = shadowPosition_dx.xyz - (_92 * _192);
    vec3 _268 = -_192;
    vec3 _269 = -_92;
    vec3 _207 = shadowPosition_dy.xyz - (_92 * _193);
    vec3 _274 = -_193;
    vec3 _275 = -_92;
    vec3 coordinate = _92;
    vec3 coordinate_dx_1 = _254;
    vec3 coordinate_dy_1 = _257;
    vec3 coordinate_dx = _202 * _204;
    vec3 coordinate_dx_dx = _202 * (_269 * vec3(shadowPosition_dx_dx.w) + (_268 * _254 + shadowPosition_dx_dx.xyz)) + (_204 * _265);
    vec3 coordinate_dx_dy = _202 * (_269 * vec3(shadowPosition_dx_dy.w) + (_268 * _257 + shadowPosition_dx_dy.xyz)) + (_204 * _267);
    vec3 coordinate_dy = _202 * _207;
    vec3 coordinate_dy_dx = _202 * (_275 * vec3(shadowPosition_dx_dy.w) + (_274 * _254 + shadowPosition_dx_dy.xyz)) + (_207 * _265);
    vec3 coordinate_dy_dy = _202 * (_275 * vec3(shadowPosition_dy_dy.w) + (_274 * _257 + shadowPosition_dy_dy.xyz)) + (_207 * _267);
    vec3 param = coordinate;
    vec3 param_dx = coordinate_dx;
    vec3 param_dx_dx = coordinate_dx_dx;
    vec3 param_dx_dy = coordinate_dx_dy;
    vec3 param_dy = coordinate_dy;
    vec3 param_dy_dx = coordinate_dy_dx;
    vec3 param_dy_dy = coordinate_dy_dy;
    vec2 receiverPlane_dx;
    vec2 receiverPlane_dy;
    vec2 _96 = receiverPlane(param, param_dx, param_dy, param_dx_dx, param_dx_dy, param_dy_dx, param_dy_dy, receiverPlane_dx, receiverPlane_dy);
    vec2 slope = _96;
    vec2 slope_dx = receiverPlane_dx;
    vec2 slope_dy = receiverPlane_dy;
    float lit = 0.0;
    for (int y = -1; y <= 1; y++)
    {
        for (int x = -1; x <= 1; x++)
        {
            vec2 offset = vec2(float(x), float(y)) * shadowTexel;
            float reference = (coordinate.z + dot(slope, offset)) - 0.0005;
            float reference_dx = coordinate_dx_1.z + dot(slope_dx, offset);
            float reference_dy = coordinate_dy_1.z + dot(slope_dy, offset);
            vec3 _149 = vec3(coordinate.xy + offset, reference);
            vec2 _435 = vec3(coordinate_dx_1.xy, reference_dx).xy;
            bvec2 _439 = lessThanEqual(abs(_435), vec2(3.4028235e+38));
            vec2 _440 = vec3(coordinate_dy_1.xy, reference_dy).xy;
            bvec2 _443 = lessThanEqual(abs(_440), vec2(3.4028235e+38));
            lit += textureGrad(shadowMap, vec3(_149.xy, _149.z), vec2(_439.x ? _435.x : vec2(0.0).x, _439.y ? _435.y : vec2(0.0).y), vec2(_443.x ? _440.x : vec2(0.0).x, _443.y ? _440.y : vec2(0.0).y));
        }
    }
    lit /= 9.0;
    float diffuse = max(dot(normalize(worldNormal), lightDirection), 0.0);
    fragColor = vec4(vec3(0.1 + ((0.9 * lit) * diffuse)), 1.0);
}

