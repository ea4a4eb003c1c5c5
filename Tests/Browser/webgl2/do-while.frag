#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
void main() {
  float x = vUv.x, s = 0.0;
  int i = 0;
  do {
    s += sin(x * 5.0) / float(i + 1);
    x = x * 1.7 + vUv.y * 0.3;
    i++;
  } while (i < 5);
  colour = vec4(0.5 + 0.25 * s, 0.5 * abs(dFdx(s)), 0.5 * abs(dFdy(s)), 1.0);
}
