#version 330
uniform sampler2DRect pixels;
in vec2 uv;
out vec4 color;
void main() {
  color = vec4(0.0);
  if (uv.x > 0.5) {
    color = texture(pixels, uv * 64.0);
  }
}
