#version 300 es
precision highp float;
in vec2 vUv;
in vec3 vPosition;
in vec3 vNormal;
out vec4 colour;
uniform samplerCube sky;
void main() { colour = texture(sky, reflect(normalize(vPosition - vec3(0.0, 0.0, 3.0)), normalize(vNormal))); }
