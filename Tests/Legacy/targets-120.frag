#version 120
uniform sampler2D image;
centroid varying vec2 uv;

void main() {
  vec4 c = texture2D(image, uv * uv);
  gl_FragData[0] = c;
  gl_FragData[1] = vec4(dFdy(uv.x * uv.y));
  gl_FragDepth = c.x;
}
