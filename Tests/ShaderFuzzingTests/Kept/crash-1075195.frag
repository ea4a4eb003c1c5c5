#version 140
struct S1 {
  mat4 m0;
  float m1;
  vec3 m2;
  vec2 m3;
};
in vec4 v3;
out vec4 color;
void main() {
  S1 x12 = S1(mat4(1), 0.5, vec3(1), v3.zw);
  vec4 x14 = dFdx((x12.m0 * vec4(1)));
  color += vec4(x14.y);
}
// turn 235
