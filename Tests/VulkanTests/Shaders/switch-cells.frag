#version 450
#include "inputs.glsl"
#include "hash.glsl"

vec4 shade() {
  vec2 p = uv * push.scale;
  ivec2 cell = ivec2(floor(p));
  vec2 f = p - vec2(cell);
  region = vec4(float(cell.x * 64 + cell.y));
  vec4 result = vec4(0.0);
  switch (int(hashed(cell) % 5u)) {
    case 0: result = vec4(f, f.x * f.y, 1.0); break;
    case 1: result.x = sin(f.x * 2.0);  // falls through
    case 2: result += vec4(f.yx, dot(f, f), exp(f.x)); break;
    case 3: return vec4(f.x * f.x, cos(f.y), f.x / (1.0 + f.y), 0.5);
    default: result = vec4(inversesqrt(1.0 + dot(f, f)));
  }
  return result * result;
}
#include "main.glsl"
