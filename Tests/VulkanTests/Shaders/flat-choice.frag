#version 450
#include "inputs.glsl"

vec4 shade() {
  vec2 p = plane;
  float sum = 0.0;
  for (int i = 0; i < choice.x; i++) {
    int bits = (choice.y << i) ^ (choice.x * (i + 1));
    float weight = float(bits & 7) - 3.0;
    sum = sum * 0.5 + weight * ((bits & 1) != 0 ? p.x * p.y : sin(p.x + float(i)));
    p = p.yx + vec2(0.1 * float(abs(choice.y)), 0.0);
  }
  return vec4(sum, sum * p.x, float(choice.y) * p.y * p.y, p.x / float(choice.x));
}
#include "main.glsl"
