#version 450
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#extension GL_EXT_demote_to_helper_invocation : enable
layout(location = 0) out vec4 color;
layout(set = 0, binding = 1) uniform sampler1DShadow t11;
layout(set = 0, binding = 3) uniform texture1D t14;
layout(set = 0, binding = 4) uniform samplerShadow t14s;
void f8(dmat2x3 p0, float p1, f16vec4 p2) {
  float x10 = float(0.0);
  float x9 = modf(texture(t11, vec3(p1, 0.0, 0.5), 0.5), x10);
}
void main() {
  f8(dmat2x3(1), 0.5, f16vec4(1));
  color.xyz += vec3(textureGrad(sampler1DShadow(t14, t14s), vec3(0.5, 0.0, 0.5), 0.5, 0.5));
}
// turn 232
