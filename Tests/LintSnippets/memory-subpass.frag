#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
layout(input_attachment_index = 0, set = 0, binding = 2) uniform subpassInput attachment;
void main() {
  float depth = subpassLoad(attachment).r;
  color = vec4(dFdx(depth)); // lint: derivative-through-memory not cured
}
