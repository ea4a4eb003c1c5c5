#version 450
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#extension GL_EXT_demote_to_helper_invocation : enable
#extension GL_ARB_sparse_texture2 : enable
layout(location = 2) smooth in vec3 v3;
layout(location = 3) in mat2x3 v4;
layout(location = 0) out vec4 color;
void main() {
  vec4 x6 = (4.0 * sin(vec4(reflect(f16vec4(v3.yyyx), f16vec4(1)))));
  if ((v4[1].y >= -0.213)) return;
  color.z = fwidthFine(x6.z);
}
// turn 54
