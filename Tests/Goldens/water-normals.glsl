#version 310 es
precision highp float;
precision mediump int;

uniform float time;
uniform vec3 eye;
uniform lowp sampler2D sky;

in vec3 worldPosition;
out vec4 fragColor;

float waves(vec2 p, vec2 p_dx, vec2 p_dy, inout float waves_dx, inout float waves_dy, vec2 p_dx_1, vec2 p_dy_1, vec2 p_dx_dx, vec2 p_dx_dy, vec2 p_dy_dx, vec2 p_dy_dy, inout float waves_dx_dx, inout float waves_dx_dy, inout float waves_dy_dx, inout float waves_dy_dy, inout float waves_dx_1, inout float waves_dy_1)
{
    float height = 0.0;
    float height_dx_1 = 0.0;
    float height_dy_1 = 0.0;
    float height_dx = 0.0;
    float height_dx_dx = 0.0;
    float height_dx_dy = 0.0;
    float height_dy = 0.0;
    float height_dy_dx = 0.0;
    float height_dy_dy = 0.0;
    vec2 heading = vec2(1.0, 0.0);
    float wavelength = 1.0;
    for (int i = 0; i < 6; i++)
    {
        float _36 = 0.03 * wavelength;
        float _263 = dot(p_dx_1, heading);
        float _264 = dot(p_dy_1, heading);
        float _178 = dot(p_dx, heading);
        float _179 = dot(p_dy, heading);
        float _273 = ((abs(wavelength) < 1.1754944e-38) ? 0.0 : (1.0 / wavelength)) * 6.0;
        float _185 = ((abs(wavelength) < 1.1754944e-38) ? 0.0 : (1.0 / wavelength)) * 6.0;
        float _50 = ((dot(p, heading) * 6.0) / wavelength) + (time / sqrt(wavelength));
        float _280 = _36 * (cos(_50) * _273);
        float _188 = _36 * (cos(_50) * _185);
        float _281 = _36 * (_185 * ((-sin(_50)) * _273));
        float _288 = _281 * _263;
        float _289 = _281 * _264;
        height += (_36 * sin(_50));
        height_dx_1 = _280 * _263 + height_dx_1;
        height_dy_1 = _280 * _264 + height_dy_1;
        height_dx = _188 * _178 + height_dx;
        height_dx_dx = ((_178 * _288) + (_188 * dot(p_dx_dx, heading))) + height_dx_dx;
        height_dx_dy = ((_178 * _289) + (_188 * dot(p_dx_dy, heading))) + height_dx_dy;
        height_dy = _188 * _179 + height_dy;
        height_dy_dx = ((_179 * _288) + (_188 * dot(p_dy_dx, heading))) + height_dy_dx;
        height_dy_dy = ((_179 * _289) + (_188 * dot(p_dy_dy, heading))) + height_dy_dy;
        heading = mat2(vec2(0.6, 0.8), vec2(-0.8, 0.6)) * heading;
        wavelength *= 0.72;
    }
    waves_dx = height_dx;
    waves_dx_dx = height_dx_dx;
    waves_dx_dy = height_dx_dy;
    waves_dy = height_dy;
    waves_dy_dx = height_dy_dx;
    waves_dy_dy = height_dy_dy;
    waves_dx_1 = height_dx_1;
    waves_dy_1 = height_dy_1;
    return height;
}

void main()
{
    vec3 _478 = worldPosition * gl_FragCoord.w;
    float _480 = dFdx(gl_FragCoord.w);
    float _483 = 1.0 / gl_FragCoord.w;
    vec3 worldPosition_dx = (dFdx(_478) - (worldPosition * _480)) * _483;
    float _485 = dFdy(gl_FragCoord.w);
    vec3 worldPosition_dy = (dFdy(_478) - (worldPosition * _485)) * _483;
    float _489 = (-_480) * _483;
    vec3 worldPosition_dx_dx = worldPosition_dx * (_489 * 2.0);
    float _493 = (-_485) * _483;
    vec3 worldPosition_dx_dy = (worldPosition_dy * _489) + (worldPosition_dx * _493);
    vec3 worldPosition_dy_dy = worldPosition_dy * (_493 * 2.0);
    vec3 surface = worldPosition;
    vec3 surface_dx_1 = worldPosition_dx;
    vec3 surface_dy_1 = worldPosition_dy;
    vec3 surface_dx = worldPosition_dx;
    vec3 surface_dx_dx = worldPosition_dx_dx;
    vec3 surface_dx_dy = worldPosition_dx_dy;
    vec3 surface_dy = worldPosition_dy;
    vec3 surface_dy_dx = worldPosition_dx_dy;
    vec3 surface_dy_dy = worldPosition_dy_dy;
    vec2 param = worldPosition.xz;
    vec2 param_dx_1 = worldPosition_dx.xz;
    vec2 param_dy_1 = worldPosition_dy.xz;
    vec2 param_dx = worldPosition_dx.xz;
    vec2 param_dx_dx = worldPosition_dx_dx.xz;
    vec2 param_dx_dy = worldPosition_dx_dy.xz;
    vec2 param_dy = worldPosition_dy.xz;
    vec2 param_dy_dx = worldPosition_dx_dy.xz;
    vec2 param_dy_dy = worldPosition_dy_dy.xz;
    float waves_dx;
    float waves_dy;
    float waves_dx_dx;
    float waves_dx_dy;
    float waves_dy_dx;
    float waves_dy_dy;
    float waves_dx_1;
    float waves_dy_1;
    float _82 = waves(param, param_dx, param_dy, waves_dx, waves_dy, param_dx_1, param_dy_1, param_dx_dx, param_dx_dy, param_dy_dx, param_dy_dy, waves_dx_dx, waves_dx_dy, waves_dy_dx, waves_dy_dy, waves_dx_1, waves_dy_1);
    surface.y += _82;
    surface_dx_1.y = waves_dx_1 + surface_dx_1.y;
    surface_dy_1.y = waves_dy_1 + surface_dy_1.y;
    surface_dx.y = waves_dx + surface_dx.y;
    surface_dx_dx.y = waves_dx_dx + surface_dx_dx.y;
    surface_dx_dy.y = waves_dx_dy + surface_dx_dy.y;
    surface_dy.y = waves_dy + surface_dy.y;
    surface_dy_dx.y = waves_dy_dx + surface_dy_dx.y;
    surface_dy_dy.y = waves_dy_dy + surface_dy_dy.y;
    bvec3 _213 = lessThanEqual(abs(surface_dx), vec3(3.4028235e+38));
    vec3 _91 = mix(vec3(0.0), surface_dx, _213);
    bvec3 _217 = lessThanEqual(abs(surface_dy), vec3(3.4028235e+38));
    vec3 _93 = mix(vec3(0.0), surface_dy, _217);
    vec3 _94 = cross(_91, _93);
    vec3 _361 = cross(mix(vec3(0.0), surface_dx_dx, _213), _93) + cross(_91, mix(vec3(0.0), surface_dy_dx, _217));
    vec3 _364 = cross(mix(vec3(0.0), surface_dx_dy, _213), _93) + cross(_91, mix(vec3(0.0), surface_dy_dy, _217));
    vec3 _95 = normalize(_94);
    float _365 = length(_94);
    float _369 = (abs(_365) < 1.1754944e-38) ? 0.0 : (1.0 / _365);
    vec3 normal = _95;
    vec3 normal_dx = (_361 - (_95 * dot(_95, _361))) * _369;
    vec3 normal_dy = (_364 - (_95 * dot(_95, _364))) * _369;
    float _97 = normal.y;
    float _100 = (_97 < 0.0) ? (-1.0) : 1.0;
    normal *= _100;
    normal_dx *= _100;
    normal_dy *= _100;
    vec3 _108 = eye - surface;
    vec3 _386 = surface_dx_1 * (-1.0);
    vec3 _387 = surface_dy_1 * (-1.0);
    vec3 _109 = normalize(_108);
    float _388 = length(_108);
    float _392 = (abs(_388) < 1.1754944e-38) ? 0.0 : (1.0 / _388);
    vec3 view = _109;
    vec3 view_dx = (_386 - (_109 * dot(_109, _386))) * _392;
    vec3 view_dy = (_387 - (_109 * dot(_109, _387))) * _392;
    vec3 _112 = -view;
    vec3 _407 = view_dx * (-1.0);
    vec3 _408 = view_dy * (-1.0);
    float _409 = dot(normal, _112);
    vec3 mirrored = reflect(_112, normal);
    vec3 mirrored_dx = _407 - (((normal * (dot(normal_dx, _112) + dot(normal, _407))) + (normal_dx * _409)) * 2.0);
    vec3 mirrored_dy = _408 - (((normal * (dot(normal_dy, _112) + dot(normal, _408))) + (normal_dy * _409)) * 2.0);
    bool _437 = mirrored.y == 0.0;
    float _438 = sign(mirrored.y);
    vec2 _127 = vec2(1.0 + abs(mirrored.y));
    vec2 _128 = mirrored.xz / _127;
    vec2 _454 = mix(vec2(1.0) / _127, vec2(0.0), lessThan(abs(_127), vec2(1.1754944e-38)));
    vec2 _461 = (_454 * (mirrored_dx.xz - (_128 * vec2(_437 ? abs(mirrored_dx.y) : (_438 * mirrored_dx.y))))) * 0.5;
    vec2 _467 = (_454 * (mirrored_dy.xz - (_128 * vec2(_437 ? abs(mirrored_dy.y) : (_438 * mirrored_dy.y))))) * 0.5;
    vec3 skyColor = textureGrad(sky, (_128 * 0.5) + vec2(0.5), mix(vec2(0.0), _461, lessThanEqual(abs(_461), vec2(3.4028235e+38))), mix(vec2(0.0), _467, lessThanEqual(abs(_467), vec2(3.4028235e+38)))).xyz;
    float fresnel = 0.02 + (0.98 * pow(1.0 - max(dot(view, normal), 0.0), 5.0));
    fragColor = vec4(mix(vec3(0.02, 0.12, 0.15), skyColor, vec3(fresnel)), 1.0);
}

