#version 450
#include "inputs.glsl"

float scene(vec3 p) {
  float ball = length(p - vec3(0.0, 0.0, 3.0)) - 1.4;
  return ball + 0.05 * sin(3.0 * p.x) * sin(3.0 * p.y);
}

vec4 shade() {
  vec3 ray = normalize(vec3(plane * 0.4, 1.0));
  float t = 0.0;
  int steps = 0;
  for (; steps < 40; steps++) {
    float d = scene(ray * t);
    if (d < 1e-3 || t > 8.0) break;
    t += d * 0.9;
  }
  vec3 hit = ray * t;
  float facing = -dot(normalize(hit - vec3(0.0, 0.0, 3.0)), ray);
  // Rays that graze the ball make a derivative too steep for differences.
  region = vec4(t > 8.0 ? 0.0 : facing < 0.3 ? lonely() : 1.0 + float(steps));
  return t > 8.0 ? vec4(plane, 0.0, 0.0) : vec4(t, hit.xy, facing);
}
#include "main.glsl"
