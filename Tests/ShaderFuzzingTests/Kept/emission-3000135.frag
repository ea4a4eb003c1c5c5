#version 110
#extension GL_ARB_shader_texture_lod : enable
varying vec4 v2;
uniform int n4;
vec2 f10(float p0, vec4 p1, vec4 p2) {
  return p1.ga;
}
void main() {
  gl_FragColor.xyz = dFdy(f10(v2.rrg[n4], vec4(1), v2).tss);
}
// turn 135
