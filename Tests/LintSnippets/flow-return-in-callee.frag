#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
float shade(vec2 p) {
  if (p.x < 0.0) return 0.0;
  return 1.0;
}
void main() {
  float s = shade(uv);
  color = texture(image, uv) * s;
}
