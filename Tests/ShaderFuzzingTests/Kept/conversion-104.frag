// turn 104
#version 450
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#extension GL_EXT_demote_to_helper_invocation : enable
layout(constant_id = 2) const float s1 = 0.75;
void main() {
  float x10 = float(float16_t(s1));
}
