#version 100
#extension GL_OES_standard_derivatives : enable
#extension GL_EXT_shader_texture_lod : enable
precision mediump float;
uniform sampler2D images[2];
uniform vec3 colours[4];
varying highp vec2 uv;

float wave(float x) {
  for (int i = 0; i < 3; i++) {
    if (x > 2.0) return x * float(i);
    x += sin(x * uv.y);
  }
  return x;
}

void main() {
  vec3 sum = vec3(0.0);
  float values[4];
  for (int i = 0; i < 4; i++) {
    values[i] = wave(uv.x * float(i));
    for (float s = 0.0; s < 1.0; s += 0.25) {
      if (s > uv.x) continue;
      sum += colours[i] * fwidth(values[i] * s);
      if (sum.x > 3.0) break;
    }
  }
  for (int k = 3; k >= 0; k--) sum.x += values[k];
  gl_FragColor = vec4(sum, 1.0) + texture2D(images[1], uv * sum.xy) + texture2D(images[0], uv);
}
