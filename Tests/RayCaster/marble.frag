#version 450
// Marble: bands of noise, filtered over the pixel's width, in the light of one lamp.
layout(location = 0) in vec2 uv;
layout(location = 1) in vec3 normal;
layout(location = 0) out vec4 color;
layout(std140, binding = 0) uniform Marble {
  vec4 light;
  vec4 dark;
  vec3 toLamp;
  float scale;
  float bands;
} marble;

float hash(ivec2 p) {
  uint a = uint(p.x) * 1664525u + 1013904223u;
  uint b = uint(p.y) * 22695477u + 1u;
  uint h = a ^ (b + (a << 6) + (a >> 2));
  h ^= h >> 16;
  h *= 0x7feb352du;
  h ^= h >> 15;
  h *= 0x846ca68bu;
  h ^= h >> 16;
  return float(h >> 8) * (1.0 / 16777216.0);
}

float noise(vec2 p) {
  vec2 i = floor(p);
  vec2 f = p - i;
  vec2 u = f * f * (3.0 - 2.0 * f);
  ivec2 j = ivec2(i);
  float a = hash(j), b = hash(j + ivec2(1, 0)), c = hash(j + ivec2(0, 1)), d = hash(j + ivec2(1, 1));
  return mix(mix(a, b, u.x), mix(c, d, u.x), u.y);
}

float fbm(vec2 p) {
  float sum = 0.0, amplitude = 0.5;
  for (int octave = 0; octave < 5; octave++) {
    sum += amplitude * noise(p);
    p = mat2(1.6, 1.2, -1.2, 1.6) * p;
    amplitude *= 0.5;
  }
  return sum;
}

void main() {
  float v = fbm(uv * marble.scale) * marble.bands;
  float width = fwidth(v);
  float distance = abs(fract(v) - 0.5);
  float share = smoothstep(0.25 - width, 0.25 + width, distance);
  float lambert = max(dot(normalize(normal), marble.toLamp), 0.0);
  color = vec4(mix(marble.dark.rgb, marble.light.rgb, share) * (0.2 + 0.8 * lambert), 1.0);
}
