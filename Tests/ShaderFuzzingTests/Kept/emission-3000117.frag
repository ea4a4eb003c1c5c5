#version 100
#extension GL_OES_standard_derivatives : enable
#extension GL_EXT_shader_texture_lod : enable
precision highp float;
precision highp int;
varying vec3 v2;
uniform int n4;
void main() {
  gl_FragColor = dFdy(vec4(v2.rgrb[n4], v2));
}
// turn 117
