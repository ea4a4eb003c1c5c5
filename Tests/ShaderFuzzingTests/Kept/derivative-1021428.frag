#version 450
layout(location = 0) centroid in vec3 v2;
layout(location = 0) out vec4 color;
vec2 f5() {
  vec2 x8 = v2.xz;
  return x8;
}
vec4 f10(vec4 p0, uint p1) {
  vec2 x11 = f5();
  return (2.0 * sin(dFdxFine((8.0 * tanh(fma(vec4(1), p0, x11.grgg))))));
}
void main() {
  color = f10(f10(vec4(1), 1u), 0u);
}
// turn 228
