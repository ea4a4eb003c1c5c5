#version 450
layout(location = 0) noperspective in vec3 v3;
layout(location = 0) out vec4 color;
uniform sampler1DArray t8;
uniform isampler2D t9;
void main() {
  vec2 x7 = texture(t8, vec2(texture(t9, v3.gg).q, 1.0)).ww;
  x7 *= cos(v3.bg);
  color.xyz = dFdy(x7.xxx);
}
// turn 95
