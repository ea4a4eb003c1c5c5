#version 450
#include "inputs.glsl"

vec4 shade() {
  float radius = length(plane), angle = atan(plane.y, plane.x);
  // The pole, and the seam at angle pi.
  float side = plane.x < 0.0 && plane.y < 0.0 ? 1.0 : 0.0;
  region = vec4(radius < 0.2 ? lonely() : side);
  return vec4(radius, angle, sin(6.0 * radius), cos(2.0 * angle + radius));
}
#include "main.glsl"
