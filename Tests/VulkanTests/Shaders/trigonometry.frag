#version 450
#include "inputs.glsl"

vec4 shade() {
  // Within 0.5, where Mesa's asin and acos are smooth: they jump by 2e-4 there.
  vec2 p = plane * 0.49;
  return vec4(
    tan(p.x) + asin(p.y), acos(p.x * p.y) + atan(3.0 * p.x), sinh(p.x) * cosh(p.y) + tanh(2.0 * p.x),
    asinh(2.0 * p.y) + acosh(1.5 + p.x * 0.4) + atanh(p.x * 0.8) + atan(p.y, 1.0 + p.x * p.x));
}
#include "main.glsl"
