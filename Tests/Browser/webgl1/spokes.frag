#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void main() {
  vec2 p = vUv - 0.5;
  float a = atan(p.y, p.x) * 8.0 / 3.14159265;
  float s = abs(fract(a) - 0.5) - 0.25;
  float w = 12.0 * length(fwidth(p)) / (1.0 + 6.0 * length(p));
  gl_FragColor = vec4(vec3(smoothstep(-w, w, s)), 1.0);
}
