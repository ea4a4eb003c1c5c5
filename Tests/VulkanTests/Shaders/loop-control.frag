#version 450
#include "inputs.glsl"

float walk(vec2 p, out int visited) {
  visited = 0;
  float sum = 0.0;
  for (int i = 0; i < 12; i++) {
    if ((i & 3) == 2) continue;
    p = vec2(0.8 * p.x - 0.3 * p.y, 0.3 * p.x + 0.8 * p.y) + 0.15;
    sum += p.x * p.y;
    visited++;
    for (int j = 0; j < i; j++) {
      if (j == 2) break;
      sum += 0.1 * p.x;
    }
    if (sum > 2.0) return sum * sum;
  }
  return sum;
}

vec4 shade() {
  int first, second;
  float a = walk(plane, first), b = walk(uv * 1.5, second);
  region = vec4(first, second, first * 16 + second, first);
  return vec4(a, b, a * b, a + uv.x);
}
#include "main.glsl"
