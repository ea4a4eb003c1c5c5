#version 450
#extension GL_EXT_demote_to_helper_invocation : enable
layout(location = 1) in vec2 v3;
layout(location = 2) sample in float v4;
layout(location = 0) out vec4 color;
layout(set = 0, binding = 1) uniform sampler2D t12;
void main() {
  int x19 = int(0);
  double x18 = frexp(double(v4), x19);
  color.w += textureProj(t12, vec4(interpolateAtSample(v3, x19), 0.3, 0.5)).s;
}
// turn 20
