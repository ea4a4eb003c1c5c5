#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
uniform sampler2D map;
void main() { colour = textureProj(map, vec3(vUv * 2.0, 1.0 + 0.5 * vUv.x)); }
