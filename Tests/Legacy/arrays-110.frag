#version 110
// Arrays, which have neither constructors nor assignments here.
uniform float weights[3];
varying vec2 uv;

float total(float values[3]) { return values[0] + values[1] * values[2]; }

void main() {
  float values[3];
  for (int i = 0; i < 3; i++) values[i] = sin(uv.x * weights[i]) * uv.y;
  gl_FragColor = vec4(fwidth(total(values)));
}
