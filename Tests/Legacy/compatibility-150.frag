#version 150 compatibility
uniform sampler2D image;

void main() { gl_FragColor = texture(image, gl_TexCoord[0].st * 4.0) * gl_Color + fwidth(gl_FogFragCoord); }
