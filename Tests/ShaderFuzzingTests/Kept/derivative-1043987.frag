#version 450
#extension GL_EXT_demote_to_helper_invocation : enable
layout(location = 2) in Stagev4 { vec2 a; vec3 b; } v4;
layout(location = 0) out vec4 color;
layout(set = 0, binding = 1) uniform sampler2D t11[2];
void main() {
  color.xyz = dFdx(textureProj(t11[1], vec3((2.5 * atan(mix(vec2(dvec2(v4.a)), v4.a, -0.741))), max(0.1, 0.3)), 0.5).yxz);
}
// turn 227
