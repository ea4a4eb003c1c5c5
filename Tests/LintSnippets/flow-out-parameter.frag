#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
void decide(vec2 p, out bool hit) {
  hit = p.x > 0.5;
}
void main() {
  bool hit;
  decide(uv, hit);
  color = vec4(0.0);
  if (hit) color = texture(image, uv); // lint: non-uniform-sample cured
}
