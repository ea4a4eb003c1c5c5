#version 450
layout(location = 0) in vec2 v1;
mat3x2 g4 = mat3x2(1);
uniform sampler2DRect t6;
uniform sampler2D t9;
void main() {
  g4[2][0] *= cos(texelFetch(t6, ivec2(1, 2)).a);
  vec4 x7 = textureOffset(t9, v1, ivec2(-2, 1));
}
// turn 193
