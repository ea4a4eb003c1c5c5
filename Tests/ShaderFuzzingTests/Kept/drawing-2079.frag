#version 460
#extension GL_EXT_demote_to_helper_invocation : enable
layout(location = 2) flat in int n4;
layout(location = 0) out vec4 color;
vec4 g5 = vec4(1);
void main() {
  { int i15 = 0;
  do { i15++;
    g5.pqt *= cos(vec3(1));
    if (bool(n4 > 2)) break;
    g5.x = 0.5 * (0.5 + 0.5);
  } while (i15 < 3); }
  color.z = dFdyCoarse(g5.y);
}
// turn 159
