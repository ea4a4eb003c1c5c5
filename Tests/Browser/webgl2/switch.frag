#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
flat in int vSide;
out vec4 colour;
float pattern(int kind, vec2 p) {
  switch (kind) {
    case 0: return p.x;
    case 1: return sin(8.0 * p.x);
    case 2: return length(p);
    default: return p.x * p.y + cos(6.0 * p.y);
  }
}
void main() {
  float f = pattern(vSide, vUv) + pattern(2, vUv - 0.5);
  colour = vec4(0.5 + 0.3 * f, 4.0 * fwidth(f), 0.5, 1.0);
}
