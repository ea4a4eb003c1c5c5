#extension GL_OES_standard_derivatives : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
struct Light { vec3 direction; vec3 colour; };
uniform Light lights[2];
void main() {
  vec3 n = normalize(vNormal), c = vec3(0.0);
  for (int i = 0; i < 2; i++) c += 0.3 + 0.3 * lights[i].colour * dot(n, normalize(lights[i].direction + vec3(0.0, 0.0, 1.0)));
  float curvature = length(fwidth(n));
  gl_FragColor = vec4(c * (1.0 - 2.0 * curvature), 1.0);
}
