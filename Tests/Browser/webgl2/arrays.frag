#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
void main() {
  float knots[4] = float[](0.1, 0.7, 0.3, 0.9);
  float t = clamp(vUv.x, 0.0, 0.999) * 3.0, s = 0.0;
  for (int i = 0; i < 4; i++) s += knots[i] * max(0.0, 1.0 - abs(t - float(i)));
  float d = vUv.y - s, w = fwidth(d);
  colour = vec4(vec3(smoothstep(-w, w, d)), 1.0);
}
