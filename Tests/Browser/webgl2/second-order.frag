#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
void main() {
  float h = 0.3 * sin(9.0 * vUv.x + 3.0 * vUv.y) * sin(6.0 * vUv.y);
  vec3 n = normalize(vec3(-dFdx(h) * 12.0, -dFdy(h) * 12.0, 1.0));
  colour = vec4(0.5 + 0.5 * n, 1.0);
}
