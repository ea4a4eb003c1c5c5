#version 450
#include "inputs.glsl"
#include "hash.glsl"

float cells = 0.0;

float noise(vec2 p) {
  vec2 i = floor(p), f = p - i, u = f * f * (3.0 - 2.0 * f);
  ivec2 cell = ivec2(i);
  cells += float(hashed(cell) & 0xfffffu);
  return mix(
    mix(unit(hashed(cell)), unit(hashed(cell + ivec2(1, 0))), u.x),
    mix(unit(hashed(cell + ivec2(0, 1))), unit(hashed(cell + ivec2(1, 1))), u.x), u.y);
}

float fbm(vec2 p) {
  float sum = 0.0, amplitude = 0.5;
  for (int octave = 0; octave < push.count - 1; octave++) {
    sum += amplitude * noise(p);
    p = mat2(1.2, 0.9, -0.9, 1.2) * p;
    amplitude *= 0.5;
  }
  return sum;
}

vec4 shade() {
  vec2 p = uv * 1.5 + push.time;
  float v = fbm(p);
  region = vec4(cells);
  return vec4(v, v * v, sin(3.0 * v), v * p.x);
}
#include "main.glsl"
