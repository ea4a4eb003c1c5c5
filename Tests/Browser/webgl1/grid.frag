#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void main() {
  vec2 p = vUv * 8.0;
  vec2 line = abs(fract(p - 0.5) - 0.5) / fwidth(p);
  gl_FragColor = vec4(vec3(clamp(min(line.x, line.y), 0.0, 1.0)), 1.0);
}
