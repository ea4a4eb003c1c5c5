#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
uniform sampler2D map;
void main() { colour = 0.5 * texture(map, vUv * 4.0, 1.0) + 0.5 * textureOffset(map, vUv * 4.0, ivec2(1, 0)); }
