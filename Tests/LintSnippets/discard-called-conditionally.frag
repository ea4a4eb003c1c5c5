#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
void kill() {
  discard;
}
void main() {
  color = texture(image, uv);
  if (color.a < 0.1) kill();
  color += texture(image, uv * 2.0); // lint: derivative-after-discard cured
}
