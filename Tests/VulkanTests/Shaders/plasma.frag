#version 450
#include "inputs.glsl"

vec4 shade() {
  vec2 p = uv * 4.0;
  float a = sin(p.x + push.time), b = cos(p.y * 1.3 - push.time);
  float c = sin(dot(p, vec2(0.7, 0.4)) + a);
  return vec4(a + b, a * b, c, cos(a * b + c));
}
#include "main.glsl"
