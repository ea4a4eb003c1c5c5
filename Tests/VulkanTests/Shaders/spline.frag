#version 450
#include "inputs.glsl"

vec4 shade() {
  vec4 points[6];
  for (int i = 0; i < 6; i++) points[i] = light[i & 3] * (1.0 + 0.2 * float(i)) + vec4(uv.y);
  float t = clamp(uv.x, 0.0, 0.999) * 3.0;
  int segment = int(floor(t));
  float f = t - float(segment);
  // Tangents of a Catmull-Rom spline are continuous, its curvature is not.
  region = vec4(float(segment) + 8.0 * float(uv.x > 0.999));
  vec4 a = points[segment], b = points[segment + 1], c = points[segment + 2], d = points[segment + 3];
  return 0.5 * (2.0 * b + (c - a) * f + (2.0 * a - 5.0 * b + 4.0 * c - d) * f * f
    + (3.0 * b - a - 3.0 * c + d) * f * f * f);
}
#include "main.glsl"
