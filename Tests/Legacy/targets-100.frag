#version 100
#extension GL_OES_standard_derivatives : require
#extension GL_EXT_draw_buffers : enable
precision mediump float;
varying vec2 uv;

void main() {
  gl_FragData[0] = vec4(fwidth(uv.x * uv.y));
  gl_FragData[1] = vec4(uv, 0.0, 1.0);
}
