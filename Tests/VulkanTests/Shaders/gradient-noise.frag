#version 450
#include "inputs.glsl"
#include "hash.glsl"

float corner(ivec2 cell, vec2 offset) {
  vec2 gradient = unit2(cell) * 2.0 - 1.0;
  return dot(gradient, offset);
}

float noise(vec2 p) {
  ivec2 cell = ivec2(floor(p));
  vec2 f = fract(p);
  vec2 u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  float lower = mix(corner(cell, f), corner(cell + ivec2(1, 0), f - vec2(1, 0)), u.x);
  float upper = mix(corner(cell + ivec2(0, 1), f - vec2(0, 1)), corner(cell + ivec2(1), f - vec2(1)), u.x);
  return mix(lower, upper, u.y);
}

vec4 shade() {
  vec2 p = uv * 2.0 + push.time;
  float n = noise(p);
  return vec4(n, exp(n), noise(p + vec2(n, -n)), n * n * n);
}
#include "main.glsl"
