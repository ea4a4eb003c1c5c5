#version 450
#include "inputs.glsl"

vec4 shade() {
  vec2 p = plane, q = uv;
  return vec4(
    p.x * p.x * p.y - p.y, q.x * q.x * q.y + p.x, dot(direction, vec3(p, 0.5)) * q.y,
    distance(p, vec2(3.0)) / (1.0 + q.x * q.x));
}
#include "main.glsl"
