#version 110
// What the fixed function hands over, and a name that became a keyword later.
uniform sampler2D image;
uniform float sample;
varying vec2 uv;

void main() {
  float d = length(uv * 3.0);
  float sum = 0.0;
  for (int i = 0; i < 4; i++) sum += dFdx(d * float(i) * sample);
  vec4 lit = gl_LightSource[0].diffuse * gl_FrontMaterial.shininess;
  gl_FragColor = texture2D(image, gl_TexCoord[1].xy * 2.0) * fwidth(d) + gl_Fog.color * gl_Color * sum + lit;
}
