#extension GL_OES_standard_derivatives : enable
#extension GL_EXT_shader_texture_lod : enable
precision mediump float;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
uniform sampler2D map;
void main() {
  vec2 p = vUv * 3.0 + 0.1 * sin(vUv.yx * 9.0);
  gl_FragColor = texture2D(map, p);
}
