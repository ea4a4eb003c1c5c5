#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
uniform mat4 view;
void main() {
  mat3 m = inverse(transpose(mat3(view)));
  vec3 n = normalize(m * vNormal);
  colour = vec4(0.5 + 0.5 * n, 1.0) - vec4(fwidth(n), 0.0);
}
