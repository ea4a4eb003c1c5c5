#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
uniform sampler2D map;
void main() { colour = texture(map, vUv * vec2(5.0, 3.0) + 0.05 * cos(vUv.yx * 8.0)); }
