#version 120
// Every kind of sampler, projected, biased and compared; int becomes float by itself.
uniform sampler1D ramp;
uniform sampler2D image;
uniform sampler3D volume;
uniform samplerCube sky;
uniform sampler2DShadow shadow;
varying vec4 p;

float round(float x) { return floor(x + 0.5); }

void main() {
  vec4 c = texture1D(ramp, p.x * 2) + texture3D(volume, p.xyz, 1.0) + textureCube(sky, p.xyz);
  c += texture2DProj(image, p) + texture2DProj(image, p.xyw, 0.5) + shadow2D(shadow, p.xyz) + shadow2DProj(shadow, p);
  gl_FragColor = c * round(p.x);
}
