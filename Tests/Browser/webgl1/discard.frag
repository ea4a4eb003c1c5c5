#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void main() {
  float d = sin(12.0 * vUv.x) * sin(12.0 * vUv.y);
  if (d < -0.4) discard;
  float w = 2.0 * fwidth(d);
  gl_FragColor = vec4(smoothstep(0.0, w, d), 0.4, 0.5 - 0.4 * d, 1.0);
}
