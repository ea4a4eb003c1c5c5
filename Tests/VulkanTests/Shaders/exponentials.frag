#version 450
#include "inputs.glsl"

vec4 shade() {
  float a = 1.0 + uv.x + 0.5 * uv.y, b = 0.5 + uv.y;
  return vec4(
    exp(-a) + log(b + 0.2), pow(a, b) + exp2(b), log2(a * b + 0.5) + sqrt(a), inversesqrt(b) * pow(b, 2.5));
}
#include "main.glsl"
