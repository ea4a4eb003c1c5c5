#version 450
#include "inputs.glsl"

vec4 shade() {
  float a = plane.x + 0.3 * plane.y, b = plane.y - 0.5 * plane.x * plane.x;
  region.x = float(a > b) + 2.0 * float(abs(a) > 0.5);
  region.y = float(a > -0.4) + float(a > 0.6) + 4.0 * float(b > 0.2);
  region.z = float(a < 0.0) + 2.0 * float(b < 0.0);
  region.w = float(a * b > 0.25);
  return vec4(
    max(a, b) + clamp(a, -0.5, 0.5), smoothstep(-0.4, 0.6, a) + step(0.2, b) * a, abs(a) - abs(b) * sign(a),
    a * b > 0.25 ? a * a : b * b);
}
#include "main.glsl"
