#version 100
#extension GL_OES_standard_derivatives : enable
#extension GL_EXT_shader_texture_lod : enable
#extension GL_EXT_frag_depth : enable
precision highp float;
uniform sampler2D image;
uniform samplerCube sky;
uniform lowp vec4 tint;
invariant varying vec2 uv;
varying mediump vec3 normal;

void main() {
  vec4 c = texture2D(image, uv * 2.0) + texture2DProj(image, vec3(uv, 2.0 + uv.x)) + textureCube(sky, normal);
  c += texture2D(image, mod(uv, 0.3), 1.0) + texture2DLodEXT(image, uv, 2.0);
  gl_FragColor = c * tint * dFdy(uv.x * uv.y);
  gl_FragDepthEXT = c.x;
}
