#version 450
#include "inputs.glsl"

vec4 shade() {
  vec2 p = (gl_FragCoord.xy - 128.0) / 128.0;
  float depth = gl_FragCoord.z, w = 1.0 / gl_FragCoord.w;
  return vec4(p.x * p.y + depth, sin(p.x * 2.0) * gl_FragCoord.w, depth * depth, cos(p.y) * sqrt(w + 0.5));
}
#include "main.glsl"
