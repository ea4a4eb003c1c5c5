#version 450
#include "inputs.glsl"

vec2 warp(vec2 p, float amount) {
  return p + amount * vec2(sin(p.y * 2.0 + push.time), cos(p.x * 2.0));
}

vec4 shade() {
  vec2 p = uv * 2.0;
  for (int i = 0; i < 3; ++i) p = warp(p, 0.25);
  return vec4(p, sin(p.x) * cos(p.y), dot(p, p) * 0.2);
}
#include "main.glsl"
