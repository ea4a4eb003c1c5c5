#version 450
#extension GL_EXT_demote_to_helper_invocation : enable
layout(constant_id = 2) const float s1 = 0.75;
mat4 g6 = mat4(1);
layout(set = 0, binding = 1) uniform sampler1DShadow t8;
void main() {
  g6[1].bg = vec2(texture(t8, vec3(s1, 0.0, 0.5)));
}
// turn 24
