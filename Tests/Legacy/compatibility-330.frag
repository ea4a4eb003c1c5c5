#version 330 compatibility
uniform sampler2D image;
varying vec3 normal;

void main() {
  gl_FragData[0] = texture2D(image, normal.xy * normal.z);
  gl_FragData[1] = vec4(dFdx(length(normal)));
}
