#version 140
in float v2;
out vec4 color;
uniform samplerBuffer t17;
void main() {
  color.w += fwidth(v2);
}
// turn 141
