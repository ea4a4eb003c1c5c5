#version 300 es
precision highp float;
uniform sampler2D image;
in vec2 uv;
out vec4 color;
void main() {
  color = vec4(0.0);
  if (uv.x > 0.5) {
    color = texture(image, uv); // lint: non-uniform-sample cured
  }
  color += vec4(fwidth(uv.y));
}
