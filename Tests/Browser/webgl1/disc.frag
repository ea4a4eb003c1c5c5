#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void main() {
  float d = length(vUv - 0.5) - 0.3;
  float w = fwidth(d);
  gl_FragColor = vec4(mix(vec3(0.9, 0.4, 0.1), vec3(0.1, 0.2, 0.5), smoothstep(-w, w, d)), 1.0);
}
