#version 140
layout(std140) uniform Material { vec4 base; float scale; };
uniform float loose;
in vec2 uv;

void main() { gl_FragColor = base * fwidth(sin(uv.x * scale) * loose); }
