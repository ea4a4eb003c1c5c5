#version 100
#extension GL_EXT_frag_depth : enable
#extension GL_EXT_shader_texture_lod : enable
#extension GL_OES_standard_derivatives : enable

precision highp float;
precision mediump int;

uniform lowp sampler2D image;
uniform lowp samplerCube sky;
uniform lowp vec4 tint;

invariant varying vec2 uv;
varying mediump vec3 normal;

void main()
{
    vec2 uv_dx = dFdx(uv);
    vec2 uv_dy = dFdy(uv);
    mediump vec3 _163 = normal;
    vec3 hp_copy_163 = _163;
    vec3 normal_dx = dFdx(hp_copy_163);
    vec3 normal_dy = dFdy(hp_copy_163);
    vec2 _82 = uv_dx * 2.0;
    vec2 _91 = uv_dy * 2.0;
    bvec2 _89 = lessThanEqual(abs(_82), vec2(3.4028235e+38));
    bvec2 _94 = lessThanEqual(abs(_91), vec2(3.4028235e+38));
    vec3 _34 = vec3(uv, 2.0 + uv.x);
    vec3 _99 = vec3(uv_dx.xyx);
    vec3 _102 = vec3(uv_dy.xyx);
    float _103 = _34.z;
    float _112 = (abs(_103) < 1.1754944e-38) ? 0.0 : (1.0 / _103);
    vec2 _116 = (_99.xy - ((_34.xy * _112) * _99.z)) * _112;
    bvec2 _119 = lessThanEqual(abs(_116), vec2(3.4028235e+38));
    float _120 = _34.z;
    float _127 = (abs(_120) < 1.1754944e-38) ? 0.0 : (1.0 / _120);
    vec2 _131 = (_102.xy - ((_34.xy * _127) * _102.z)) * _127;
    bvec2 _134 = lessThanEqual(abs(_131), vec2(3.4028235e+38));
    bvec3 _141 = lessThanEqual(abs(normal_dx), vec3(3.4028235e+38));
    bvec3 _145 = lessThanEqual(abs(normal_dy), vec3(3.4028235e+38));
    vec4 c = (texture2DGradEXT(image, uv * 2.0, vec2(_89.x ? _82.x : vec2(0.0).x, _89.y ? _82.y : vec2(0.0).y), vec2(_94.x ? _91.x : vec2(0.0).x, _94.y ? _91.y : vec2(0.0).y)) + texture2DProjGradEXT(image, _34, vec2(_119.x ? _116.x : vec2(0.0).x, _119.y ? _116.y : vec2(0.0).y), vec2(_134.x ? _131.x : vec2(0.0).x, _134.y ? _131.y : vec2(0.0).y))) + textureCubeGradEXT(sky, normal, vec3(_141.x ? normal_dx.x : vec3(0.0).x, _141.y ? normal_dx.y : vec3(0.0).y, _141.z ? normal_dx.z : vec3(0.0).z), vec3(_145.x ? normal_dy.x : vec3(0.0).x, _145.y ? normal_dy.y : vec3(0.0).y, _145.z ? normal_dy.z : vec3(0.0).z));
    vec2 _146 = uv_dx * 2.0;
    bvec2 _149 = lessThanEqual(abs(_146), vec2(3.4028235e+38));
    vec2 _150 = uv_dy * 2.0;
    bvec2 _153 = lessThanEqual(abs(_150), vec2(3.4028235e+38));
    c += (texture2DGradEXT(image, mod(uv, vec2(0.3)), vec2(_149.x ? _146.x : vec2(0.0).x, _149.y ? _146.y : vec2(0.0).y), vec2(_153.x ? _150.x : vec2(0.0).x, _153.y ? _150.y : vec2(0.0).y)) + texture2DLodEXT(image, uv, 2.0));
    float _158 = (uv.y * uv_dy.x) + (uv.x * uv_dy.y);
    gl_FragColor = (c * tint) * ((abs(_158) <= 3.4028235e+38) ? _158 : 0.0);
    gl_FragDepthEXT = c.x;
}

