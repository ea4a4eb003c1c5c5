#version 450
#include "stripe width.glsl"
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 color;

void main() {
  float v = sin(uv.x * float(BANDS));
  color = vec4(smoothstep(-width(v), width(v), v));
}
