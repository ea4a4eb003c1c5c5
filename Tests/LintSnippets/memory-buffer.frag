#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
layout(std430, set = 0, binding = 2) readonly buffer Heights { float heights[]; };
void main() {
  float height = heights[int(uv.x * 64.0)];
  color = vec4(fwidth(height)); // lint: derivative-through-memory not cured
}
