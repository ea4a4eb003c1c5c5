#version 130
in float v2;
out vec4 color;
void main() {
  vec3 x13 = vec3(v2);
  color += fwidth((vec4(-1.238) * (x13.rrgb - x13.xzzy)));
}
// turn 6
