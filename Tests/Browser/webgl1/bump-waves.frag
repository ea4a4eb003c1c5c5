#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
float height(vec2 p) { return 0.02 * sin(20.0 * p.x) * cos(16.0 * p.y); }
void main() {
  float h = height(vUv);
  vec3 tx = dFdx(vPosition), ty = dFdy(vPosition);
  vec3 n = normalize(vNormal);
  vec3 r1 = cross(ty, n), r2 = cross(n, tx);
  float det = dot(tx, r1);
  vec3 slope = sign(det) * (dFdx(h) * r1 + dFdy(h) * r2);
  vec3 bumped = normalize(abs(det) * n - slope);
  gl_FragColor = vec4(vec3(0.2 + 0.8 * max(dot(bumped, normalize(vec3(0.5, 0.6, 0.7))), 0.0)), 1.0);
}
