#version 450
#include "inputs.glsl"

vec4 shade() {
  vec2 c = vec2(0.3, 0.45) + plane * 0.25, z = c;
  int steps = 0;
  while (steps < 4 && dot(z, z) < 4.0) {
    z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + c;
    steps++;
  }
  region = vec4(float(steps));
  return vec4(z * 0.5, dot(z, z), log(1.0 + dot(z, z)) + float(steps));
}
#include "main.glsl"
