#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
void main() {
  vec2 p = vUv * 6.0, w = max(fwidth(p), 0.001);
  vec2 i = (abs(fract((p - 0.5 * w) * 0.5) - 0.5) - abs(fract((p + 0.5 * w) * 0.5) - 0.5)) * 2.0 / w;
  colour = vec4(vec3(0.5 - 0.5 * i.x * i.y), 1.0);
}
