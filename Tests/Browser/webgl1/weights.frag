#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
uniform float weights[4];
void main() {
  float s = 0.0;
  for (int i = 0; i < 4; i++) {
    if (i == 2) continue;
    s += weights[i] * cos(float(i + 1) * vUv.x * 4.0 + vUv.y);
  }
  gl_FragColor = vec4(0.5 + 0.25 * s, abs(dFdx(s)), abs(dFdy(s)), 1.0);
}
