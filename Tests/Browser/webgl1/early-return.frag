#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
float shade(vec2 p) {
  for (int i = 0; i < 8; i++) {
    p = abs(p) * 1.5 - 0.4;
    if (dot(p, p) > 4.0) return float(i) / 8.0 + 0.02 * fwidth(p.x);
  }
  return 0.5 + 0.02 * fwidth(p.y);
}
void main() { gl_FragColor = vec4(vec3(shade(vUv * 2.0 - 1.0)), 1.0); }
