#version 120
#extension GL_ARB_shader_texture_lod : enable
#extension GL_ARB_texture_rectangle : enable
uniform sampler2D image;
uniform sampler2DRect screen;
varying vec2 uv;

void main() {
  gl_FragColor = texture2DLod(image, uv, 2.0) + texture2D(image, sin(uv)) + texture2DRect(screen, uv * 100.0);
}
