#version 330
in vec4 v3;
struct Light { vec3 p; int n; };
uniform Light c6;
uniform sampler2D t12;
vec4 f6(sampler2D map, vec2 p) {
  return texture(map, p + 0.1 * v3.tq);
}
void main() {
  vec4 x11 = f6(t12, c6.p.rg);
  vec2 x13 = f6(t12, (2.0 * sin(dFdx((v3.wx - x11.x))))).xy;
  x11.w = 0.5 * (0.5 + x13.x);
}
// turn 93
