#version 450
#include "inputs.glsl"

vec4 shade() {
  vec2 p = uv * push.scale;
  float whole, part = modf(p.x * 1.5, whole);
  int exponent;
  float significand = frexp(0.4 + p.y, exponent);
  region.x = floor(p.x);
  region.y = 16.0 * whole + float(exponent);
  region.z = floor(p.x / 1.3) + 16.0 * floor(p.y);
  region.w = round(p.y) + 16.0 * (floor(p.x) + ceil(p.x));
  return vec4(
    fract(p.x) * fract(p.x), part * significand, mod(p.x, 1.3) * (p.y - floor(p.y)),
    ldexp(p.y - round(p.y), 2) * (ceil(p.x) - p.x));
}
#include "main.glsl"
