// Rings on a turning grid, as a Shadertoy: no #version, no main, and uniforms that nobody declares.
mat2 turn(float angle) { return mat2(cos(angle), sin(angle), -sin(angle), cos(angle)); }

// A ring of constant width on the screen.
float ring(vec2 p, float radius) {
  float d = abs(length(p) - radius);
  return 1.0 - smoothstep(0.0, 1.5 * fwidth(d), d);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
  vec2 uv = (2.0 * fragCoord - iResolution.xy) / iResolution.y;
  vec3 colour = 0.3 * texture(iChannel0, 0.5 * turn(0.2 * iTime) * uv).rgb;
  for (int i = 0; i < 3; i++) {
    uv = 1.7 * turn(0.4) * uv;
    // The rings' cells jump; the quad sees that, the derivative does not.
    colour[i] += ring(fract(uv) - 0.5, 0.35);
  }
  fragColor = vec4(colour, 1.0);
}
