#version 450
#extension GL_EXT_demote_to_helper_invocation : enable
layout(location = 0) noperspective in vec3 v2;
layout(location = 0) out vec4 color;
layout(set = 0, binding = 1) uniform sampler2D t10;
vec4 f5(sampler2D map, vec2 p) {
  return texture(map, p + 0.1 * vec2(v2));
}
void main() {
  vec3 x9 = f5(t10, (2.0 * tanh(dFdy(v2.tt)))).tps;
  x9 = v2;
  color.xy = dFdy(vec2(dvec2(x9.gr)));
}
// turn 98
