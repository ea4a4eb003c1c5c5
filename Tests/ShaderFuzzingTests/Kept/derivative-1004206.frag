#version 330
noperspective in vec3 v1;
layout(location = 0) out vec4 color;
uniform sampler2D t13;
void main() {
  float x11 = (4.0 * sin(outerProduct((v1.yzzz * v1.pssp), v1.bgbr)[1][3]));
  vec2 x12 = texture(t13, (4.0 * tanh((x11 * vec2(x11))))).zw;
  color.xy += dFdx(x12);
}
// turn 46
