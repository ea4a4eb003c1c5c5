// Without a version it is GLSL 110.
uniform sampler2D image;
varying vec2 uv;

void main() { gl_FragColor = texture2D(image, uv * uv.x) + gl_TexCoord[0]; }
