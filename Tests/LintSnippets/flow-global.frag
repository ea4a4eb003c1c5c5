#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
int state = 1;
void main() {
  if (uv.x > 0.5) state = 2;
  color = vec4(0.0);
  if (state == 2) {
    color = texture(image, uv); // lint: non-uniform-sample cured
  }
}
