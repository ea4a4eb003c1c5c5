// turn 103
#version 450
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#extension GL_EXT_demote_to_helper_invocation : enable
layout(set = 0, binding = 0) uniform Values {
  vec4 c1;
};
void main() {
  f16vec3 x16 = acos(float16_t(c1.y));
}
