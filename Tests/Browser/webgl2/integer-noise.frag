#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
float hash(uvec2 p) {
  p = 1103515245u * ((p >> 1u) ^ p.yx);
  return float(1103515245u * (p.x ^ (p.y >> 3u))) / 4294967295.0;
}
float noise(vec2 p) {
  vec2 f = fract(p), u = f * f * (3.0 - 2.0 * f);
  uvec2 i = uvec2(ivec2(floor(p)));
  return mix(mix(hash(i), hash(i + uvec2(1u, 0u)), u.x), mix(hash(i + uvec2(0u, 1u)), hash(i + 1u), u.x), u.y);
}
void main() {
  float n = noise(vUv * 9.0);
  float w = 1.5 * fwidth(n);
  colour = vec4(n, smoothstep(0.5 - w, 0.5 + w, n), 0.3, 1.0);
}
