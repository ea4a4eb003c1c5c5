#version 450
#include "inputs.glsl"
#include "hash.glsl"

vec4 shade() {
  vec2 p = uv * 2.0 + push.time;
  ivec2 home = ivec2(floor(p));
  vec2 nearest = vec2(100.0);
  vec2 ids = vec2(0.0);
  for (int y = -2; y <= 2; y++) {
    for (int x = -2; x <= 2; x++) {
      ivec2 cell = home + ivec2(x, y);
      vec2 offset = vec2(cell) + unit2(cell) - p;
      float squared = dot(offset, offset);
      float id = float(hashed(cell) >> 12);
      if (squared < nearest.x) {
        nearest = vec2(squared, nearest.x);
        ids = vec2(id, ids.x);
      } else if (squared < nearest.y) {
        nearest.y = squared;
        ids.y = id;
      }
    }
  }
  region = vec4(ids.x, ids.x + 2.0 * ids.y, ids.x, ids.x + 2.0 * ids.y);
  return vec4(nearest.x, nearest.y - nearest.x, exp(-2.0 * nearest.x), nearest.y);
}
#include "main.glsl"
