#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void main() {
  vec3 p = vPosition + 0.1 * vec3(0.0, 0.0, sin(4.0 * vPosition.x) * sin(3.0 * vPosition.y));
  vec3 n = normalize(cross(dFdx(p), dFdy(p)));
  gl_FragColor = vec4(0.5 + 0.5 * n, 1.0);
}
