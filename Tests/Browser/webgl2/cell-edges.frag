#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
void main() {
  vec2 p = vUv * 5.0;
  float best = 9.0;
  for (int y = 0; y < 4; y++)
    for (int x = 0; x < 4; x++) {
      vec2 q = vec2(float(x) + 0.5 * sin(float(y)), float(y) + 0.5 * cos(float(x * 2))) * 1.6;
      best = min(best, distance(p, q));
    }
  float w = fwidth(best);
  colour = vec4(smoothstep(0.4 - w, 0.4 + w, best), best * 0.3, 0.4, 1.0);
}
