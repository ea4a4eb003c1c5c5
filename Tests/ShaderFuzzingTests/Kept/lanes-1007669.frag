#version 460
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#extension GL_EXT_demote_to_helper_invocation : enable
struct S1 {
  dmat2 m0;
  float m1;
};
layout(location = 0) smooth in vec2 v3;
layout(location = 1) in Stagev4 { vec2 a; vec3 b; } v4;
layout(location = 0) out vec4 color;
void main() {
  S1[2] x10 = S1[2](S1(dmat2(1), v4.a.x), S1(dmat2(1), 0.5));
  vec4 x11 = v3.yxxx;
  color = refract(vec4(1), vec4(1), x10[int(x11.w * 3.0)].m1);
}
// turn 149
