#version 450
#include "inputs.glsl"
#include "hash.glsl"

float noise(vec2 p) {
  vec2 floored = floor(p);
  vec2 f = p - floored;
  ivec2 cell = ivec2(floored);
  vec2 u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  float a = unit(hashed(cell)), b = unit(hashed(cell + ivec2(1, 0)));
  float c = unit(hashed(cell + ivec2(0, 1))), d = unit(hashed(cell + ivec2(1, 1)));
  return mix(mix(a, b, u.x), mix(c, d, u.x), u.y);
}

vec4 shade() {
  vec2 p = uv * push.scale + push.time;
  return vec4(noise(p), noise(p.yx * 0.8), noise(vec2(p.x * 0.8, noise(p) * 0.5)), noise(p * 0.5) * noise(p));
}
#include "main.glsl"
