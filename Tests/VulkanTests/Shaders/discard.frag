#version 450
#include "inputs.glsl"

vec4 shade() {
  // What is discarded keeps the 0 that the image was cleared to.
  region = vec4(1.0);
  if (length(plane - vec2(0.2)) < 0.3) discard;
  float v = sin(plane.x * 2.0) * plane.y;
  return vec4(v, v * v, uv * v);
}
#include "main.glsl"
