#version 450
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#extension GL_EXT_demote_to_helper_invocation : enable
layout(location = 2) in Stagev4 { vec2 a; vec3 b; } v4;
layout(location = 0) out vec4 color;
layout(set = 0, binding = 1) uniform texture1DArray t13;
layout(set = 0, binding = 2) uniform sampler t13s;
void main() {
  color.w += fwidthFine((textureLodOffset(sampler1DArray(t13, t13s), vec2((4.0 * sin(determinant(mat4(v4.a.y)))), 2.0), 0.5, -2).p * 0.5));
}
// turn 214
