#extension GL_OES_standard_derivatives : enable
#extension GL_EXT_shader_texture_lod : enable
precision highp float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
uniform sampler2D map;
uniform float time;
void main() {
  vec4 sum = vec4(0.0);
  for (int i = 0; i < 3; i++) {
    float scale = 1.0 + float(i);
    sum += texture2D(map, 0.5 * vUv * scale + 0.05 * time) / 3.0;
  }
  gl_FragColor = vec4(sum.rgb, 1.0);
}
