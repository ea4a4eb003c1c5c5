#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
float wave(vec2 p) { return sin(p.x) * sin(p.y + 1.3 * sin(p.x)); }
void main() {
  float sum = 0.0, weight = 0.5;
  vec2 p = vUv * 5.0;
  for (int i = 0; i < 6; i++) {
    float visible = 1.0 - smoothstep(0.5, 2.0, max(fwidth(p.x), fwidth(p.y)));
    sum += weight * visible * wave(p);
    p = mat2(1.6, 1.2, -1.2, 1.6) * p;
    weight *= 0.5;
  }
  gl_FragColor = vec4(vec3(0.5 + 0.5 * sum), 1.0);
}
