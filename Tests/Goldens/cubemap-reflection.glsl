#version 300 es
precision highp float;
precision mediump int;

uniform vec3 eye;
uniform lowp samplerCube environment;
uniform float roughness;

in vec3 worldNormal;
in vec3 worldPosition;
out vec4 fragColor;

void main()
{
    vec3 _220 = worldNormal * gl_FragCoord.w;
    float _222 = dFdx(gl_FragCoord.w);
    float _225 = 1.0 / gl_FragCoord.w;
    vec3 worldNormal_dx = (dFdx(_220) - (worldNormal * _222)) * _225;
    float _227 = dFdy(gl_FragCoord.w);
    vec3 worldNormal_dy = (dFdy(_220) - (worldNormal * _227)) * _225;
    vec3 _231 = worldPosition * gl_FragCoord.w;
    vec3 worldPosition_dx = (dFdx(_231) - (worldPosition * _222)) * _225;
    vec3 worldPosition_dy = (dFdy(_231) - (worldPosition * _227)) * _225;
    vec3 _14 = normalize(worldNormal);
    float _81 = length(worldNormal);
    float _87 = (abs(_81) < 1.1754944e-38) ? 0.0 : (1.0 / _81);
    vec3 normal = _14;
    vec3 normal_dx = (worldNormal_dx - (_14 * dot(_14, worldNormal_dx))) * _87;
    vec3 normal_dy = (worldNormal_dy - (_14 * dot(_14, worldNormal_dy))) * _87;
    vec3 _21 = worldPosition - eye;
    vec3 _22 = normalize(_21);
    float _100 = length(_21);
    float _104 = (abs(_100) < 1.1754944e-38) ? 0.0 : (1.0 / _100);
    vec3 incident = _22;
    vec3 incident_dx = (worldPosition_dx - (_22 * dot(_22, worldPosition_dx))) * _104;
    vec3 incident_dy = (worldPosition_dy - (_22 * dot(_22, worldPosition_dy))) * _104;
    float _119 = dot(normal, incident);
    vec3 mirrored = reflect(incident, normal);
    vec3 mirrored_dx = incident_dx - (((normal * (dot(normal_dx, incident) + dot(normal, incident_dx))) + (normal_dx * _119)) * 2.0);
    vec3 mirrored_dy = incident_dy - (((normal * (dot(normal_dy, incident) + dot(normal, incident_dy))) + (normal_dy * _119)) * 2.0);
    float _139 = dot(normal, incident);
    float _144 = 1.0 - (0.56532305 * (1.0 - (_139 * _139)));
    bool _145 = 0.0 < _144;
    float _149 = 0.5 * (_145 ? inversesqrt(_144) : 0.0);
    float _151 = 2.0 * (0.56532305 * _139);
    float _154 = (0.7518797 * _139) + sqrt(_144);
    float _158 = dot(normal, incident_dx) + dot(normal_dx, incident);
    vec3 _166 = ((incident_dx * 0.7518797) - (normal * ((0.7518797 * _158) + (_149 * (_151 * _158))))) - (normal_dx * _154);
    bvec3 _168 = bvec3(_145);
    float _174 = dot(normal, incident_dy) + dot(normal_dy, incident);
    vec3 _182 = ((incident_dy * 0.7518797) - (normal * ((0.7518797 * _174) + (_149 * (_151 * _174))))) - (normal_dy * _154);
    bvec3 _183 = bvec3(_145);
    vec3 bent = refract(incident, normal, 0.7518797);
    vec3 bent_dx = vec3(_168.x ? _166.x : vec3(0.0).x, _168.y ? _166.y : vec3(0.0).y, _168.z ? _166.z : vec3(0.0).z);
    vec3 bent_dy = vec3(_183.x ? _182.x : vec3(0.0).x, _183.y ? _182.y : vec3(0.0).y, _183.z ? _182.z : vec3(0.0).z);
    float _192 = exp2(clamp(6.0 * roughness, -32.0, 32.0));
    vec3 _193 = mirrored_dx * _192;
    bvec3 _198 = lessThanEqual(abs(_193), vec3(3.4028235e+38));
    vec3 _200 = mirrored_dy * _192;
    bvec3 _203 = lessThanEqual(abs(_200), vec3(3.4028235e+38));
    vec3 sharp = textureGrad(environment, mirrored, vec3(_198.x ? _193.x : vec3(0.0).x, _198.y ? _193.y : vec3(0.0).y, _198.z ? _193.z : vec3(0.0).z), vec3(_203.x ? _200.x : vec3(0.0).x, _203.y ? _200.y : vec3(0.0).y, _203.z ? _200.z : vec3(0.0).z)).xyz;
    bvec3 _208 = lessThanEqual(abs(bent_dx), vec3(3.4028235e+38));
    bvec3 _211 = lessThanEqual(abs(bent_dy), vec3(3.4028235e+38));
    vec3 through = textureGrad(environment, bent, vec3(_208.x ? bent_dx.x : vec3(0.0).x, _208.y ? bent_dx.y : vec3(0.0).y, _208.z ? bent_dx.z : vec3(0.0).z), vec3(_211.x ? bent_dy.x : vec3(0.0).x, _211.y ? bent_dy.y : vec3(0.0).y, _211.z ? bent_dy.z : vec3(0.0).z)).xyz;
    float fresnel = 0.02 + (0.98 * pow(1.0 - max(dot(-incident, normal), 0.0), 5.0));
    fragColor = vec4(mix(through, sharp, vec3(fresnel)), 1.0);
}

