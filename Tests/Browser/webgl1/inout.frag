#extension GL_OES_standard_derivatives : enable
precision mediump float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void warp(inout vec2 p, out float r) { p += 0.1 * sin(p.yx * 7.0); r = dot(p, p); }
void main() {
  vec2 p = vUv * 2.0 - 1.0;
  float r;
  warp(p, r);
  gl_FragColor = vec4(8.0 * fwidth(r), r, 0.5 + 0.5 * p.x, 1.0);
}
