#version 120
#extension GL_ARB_shader_texture_lod : require

uniform sampler1D ramp;
uniform sampler3D volume;
uniform samplerCube sky;
uniform sampler2D image;
uniform sampler2DShadow shadow;

varying vec4 p;

float _round(float x)
{
    return floor(x + 0.5);
}

void main()
{
    vec4 _258 = p * gl_FragCoord.w;
    float _263 = 1.0 / gl_FragCoord.w;
    vec4 p_dx = (dFdx(_258) - (p * dFdx(gl_FragCoord.w))) * _263;
    vec4 p_dy = (dFdy(_258) - (p * dFdy(gl_FragCoord.w))) * _263;
    float _104 = 2.0 * p_dx.x;
    float _111 = 2.0 * p_dy.x;
    float _136 = p_dx.w;
    float _138 = p_dy.w;
    vec3 _117 = p_dx.xyz * 2.0;
    bvec3 _122 = lessThanEqual(abs(_117), vec3(3.4028235e+38));
    vec3 _124 = p_dy.xyz * 2.0;
    bvec3 _127 = lessThanEqual(abs(_124), vec3(3.4028235e+38));
    vec3 _128 = p_dx.xyz;
    vec3 _129 = p_dy.xyz;
    bvec3 _132 = lessThanEqual(abs(_128), vec3(3.4028235e+38));
    bvec3 _135 = lessThanEqual(abs(_129), vec3(3.4028235e+38));
    vec4 c = (texture1DGradARB(ramp, p.x * 2.0, (abs(_104) <= 3.4028235e+38) ? _104 : 0.0, (abs(_111) <= 3.4028235e+38) ? _111 : 0.0) + texture3DGradARB(volume, p.xyz, vec3(_122.x ? _117.x : vec3(0.0).x, _122.y ? _117.y : vec3(0.0).y, _122.z ? _117.z : vec3(0.0).z), vec3(_127.x ? _124.x : vec3(0.0).x, _127.y ? _124.y : vec3(0.0).y, _127.z ? _124.z : vec3(0.0).z))) + textureCubeGradARB(sky, p.xyz, vec3(_132.x ? _128.x : vec3(0.0).x, _132.y ? _128.y : vec3(0.0).y, _132.z ? _128.z : vec3(0.0).z), vec3(_135.x ? _129.x : vec3(0.0).x, _135.y ? _129.y : vec3(0.0).y, _135.z ? _129.z : vec3(0.0).z));
    vec4 _62 = p;
    _62.z = _62.w;
    vec4 _137 = p_dx;
    _137.z = _136;
    vec4 _139 = p_dy;
    _139.z = _138;
    float _150 = (abs(_62.z) < 1.1754944e-38) ? 0.0 : (1.0 / _62.z);
    vec2 _154 = (_137.xy - ((_62.xy * _150) * _137.z)) * _150;
    bvec2 _159 = lessThanEqual(abs(_154), vec2(3.4028235e+38));
    float _168 = (abs(_62.z) < 1.1754944e-38) ? 0.0 : (1.0 / _62.z);
    vec2 _172 = (_139.xy - ((_62.xy * _168) * _139.z)) * _168;
    bvec2 _175 = lessThanEqual(abs(_172), vec2(3.4028235e+38));
    vec3 _176 = p_dx.xyw;
    vec3 _177 = p_dy.xyw;
    float _186 = (abs(p.xyw.z) < 1.1754944e-38) ? 0.0 : (1.0 / p.xyw.z);
    vec2 _191 = ((_176.xy - ((p.xyw.xy * _186) * _176.z)) * _186) * 1.4142135;
    bvec2 _194 = lessThanEqual(abs(_191), vec2(3.4028235e+38));
    float _202 = (abs(p.xyw.z) < 1.1754944e-38) ? 0.0 : (1.0 / p.xyw.z);
    vec2 _207 = ((_177.xy - ((p.xyw.xy * _202) * _177.z)) * _202) * 1.4142135;
    bvec2 _210 = lessThanEqual(abs(_207), vec2(3.4028235e+38));
    vec2 _213 = p_dx.xyz.xy;
    bvec2 _216 = lessThanEqual(abs(_213), vec2(3.4028235e+38));
    vec2 _217 = p_dy.xyz.xy;
    bvec2 _220 = lessThanEqual(abs(_217), vec2(3.4028235e+38));
    vec4 _83 = p;
    vec4 _86 = _83;
    _86.z = _83.w;
    vec4 _221 = p_dx;
    _221.z = _136;
    vec4 _222 = p_dy;
    _222.z = _138;
    float _230 = (abs(_86.z) < 1.1754944e-38) ? 0.0 : (1.0 / _86.z);
    vec2 _234 = (_221.xy - ((_86.xy * _230) * _221.z)) * _230;
    bvec2 _237 = lessThanEqual(abs(_234), vec2(3.4028235e+38));
    float _245 = (abs(_86.z) < 1.1754944e-38) ? 0.0 : (1.0 / _86.z);
    vec2 _249 = (_222.xy - ((_86.xy * _245) * _222.z)) * _245;
    bvec2 _252 = lessThanEqual(abs(_249), vec2(3.4028235e+38));
    c += (((texture2DProjGradARB(image, _62.xyz, vec2(_159.x ? _154.x : vec2(0.0).x, _159.y ? _154.y : vec2(0.0).y), vec2(_175.x ? _172.x : vec2(0.0).x, _175.y ? _172.y : vec2(0.0).y)) + texture2DProjGradARB(image, p.xyw, vec2(_194.x ? _191.x : vec2(0.0).x, _194.y ? _191.y : vec2(0.0).y), vec2(_210.x ? _207.x : vec2(0.0).x, _210.y ? _207.y : vec2(0.0).y))) + vec4(shadow2DGradARB(shadow, vec3(p.xyz.xy, p.xyz.z), vec2(_216.x ? _213.x : vec2(0.0).x, _216.y ? _213.y : vec2(0.0).y), vec2(_220.x ? _217.x : vec2(0.0).x, _220.y ? _217.y : vec2(0.0).y)).r)) + vec4(shadow2DProjGradARB(shadow, vec4(_86.xy, _83.z, _86.z), vec2(_237.x ? _234.x : vec2(0.0).x, _237.y ? _234.y : vec2(0.0).y), vec2(_252.x ? _249.x : vec2(0.0).x, _252.y ? _249.y : vec2(0.0).y)).r));
    float param = p.x;
    gl_FragColor = c * _round(param);
}

