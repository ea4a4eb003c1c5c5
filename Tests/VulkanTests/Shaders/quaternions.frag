#version 450
#include "inputs.glsl"

vec4 product(vec4 a, vec4 b) {
  return vec4(a.w * b.xyz + b.w * a.xyz + cross(a.xyz, b.xyz), a.w * b.w - dot(a.xyz, b.xyz));
}

vec3 rotated(vec3 v, vec4 q) { return product(product(q, vec4(v, 0.0)), vec4(-q.xyz, q.w)).xyz; }

vec4 shade() {
  float angle = plane.x * 1.5;
  vec4 first = vec4(sin(angle) * normalize(vec3(1.0, 2.0, 3.0)), cos(angle));
  vec4 second = normalize(mix(first, vec4(0.0, 0.6, 0.0, 0.8), uv.y * 0.5 + 0.25));
  return vec4(rotated(direction, second), dot(first, second));
}
#include "main.glsl"
