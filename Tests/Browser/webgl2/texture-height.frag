#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
uniform sampler2D map;
void main() {
  float h = textureLod(map, vUv, 3.0).r;
  colour = vec4(0.5 + vec2(dFdx(h), dFdy(h)), h, 1.0);
}
