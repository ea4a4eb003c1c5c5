#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void main() {
  vec3 c = vec3(0.2);
  if (vUv.x > 0.5) {
    float s = sin(30.0 * vUv.y);
    c = vec3(smoothstep(-1.0, 1.0, s / max(fwidth(s), 0.001)));
  } else if (vUv.y > 0.5) {
    c = vec3(0.1, 8.0 * fwidth(vUv.x * vUv.y), 0.6);
  }
  gl_FragColor = vec4(c, 1.0);
}
