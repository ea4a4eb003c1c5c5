#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
void main() {
  float t = 0.0;
  float h = 1.0;
  while (h > 0.01 && t < 10.0) {
    h = length(vec3(uv, t) - vec3(0.0, 0.0, 5.0)) - 1.0;
    t += h;
  }
  color = texture(image, uv + vec2(t));
}
