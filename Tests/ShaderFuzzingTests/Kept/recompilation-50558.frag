#version 330
in vec3 v1;
layout(location = 0) out vec4 color;
uniform sampler1DShadow t8;
vec4 f5(inout mat2x4 p0, vec4 p1, inout float p2, inout float p3) {
  vec4 x7 = vec4(textureLod(t8, vec3(0.5, 0.0, 0.5), 1.0));
  return vec4(1);
}
void main() {
  mat2x4 x9 = mat2x4(1);
  float x10 = 0.5;
  float x11 = 0.5;
  f5(x9, v1.rbrb, x10, x11);
  color.xy += dFdx(v1.gb);
}
// turn 158
