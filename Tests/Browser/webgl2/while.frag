#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
void main() {
  vec2 z = vec2(0.0), c = vUv * 2.0 - vec2(1.5, 1.0);
  int n = 0;
  while (n < 12 && dot(z, z) < 16.0) {
    z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + c;
    n++;
  }
  colour = vec4(float(n) / 12.0, clamp(0.2 * fwidth(log(1.0 + dot(z, z))), 0.0, 1.0), 0.4, 1.0);
}
