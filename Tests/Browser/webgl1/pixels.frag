#extension GL_OES_standard_derivatives : enable
precision mediump float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
uniform vec2 resolution;
void main() {
  vec2 p = gl_FragCoord.xy / resolution;
  float f = sin(9.0 * p.x + 4.0 * p.y * p.y);
  gl_FragColor = vec4(0.5 + 0.5 * f, 2.0 * fwidth(f), p.y, 1.0);
}
