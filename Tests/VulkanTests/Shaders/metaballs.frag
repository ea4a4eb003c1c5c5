#version 450
#include "inputs.glsl"

vec4 shade() {
  vec4 sum = vec4(0.0);
  for (int i = 0; i < push.count; i++) {
    vec2 offset = plane - light[i].xy;
    float field = light[i].w / (dot(offset, offset) + 0.15);
    sum += field * vec4(1.0, light[i].xy, 0.5);
  }
  return vec4(sum.x, sum.y, sum.z / sum.x, smoothstep(0.0, 20.0, sum.w));
}
#include "main.glsl"
