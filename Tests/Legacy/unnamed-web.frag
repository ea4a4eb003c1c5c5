#extension GL_OES_standard_derivatives : enable
#ifdef GL_ES
precision mediump float;
#endif
// Without a version, with a precision it is ESSL 100; the sample stays, for its extension is not enabled.
uniform sampler2D image;
varying vec2 uv;

void main() {
#ifdef GL_OES_standard_derivatives
  float width = fwidth(length(uv));
#else
  float width = 0.01;
#endif
  gl_FragColor = texture2D(image, uv * 3.0) * smoothstep(0.5 - width, 0.5 + width, uv.x);
}
