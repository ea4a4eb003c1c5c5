#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
uniform sampler2D map;
void main() {
  vec2 p = vUv * 4.0;
  colour = textureGrad(map, fract(p), dFdx(p), dFdy(p));
}
