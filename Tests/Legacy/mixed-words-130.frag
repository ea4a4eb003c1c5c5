#version 130
// Old words beside new ones, and a sampler called like the function that samples it.
uniform sampler2D texture;
uniform sampler2DShadow shadow;
uniform int count;
in vec3 p;
flat in int id;
out vec4 colour;

void main() {
  colour = texture2D(texture, p.xy * 2.0) * fwidth(p.x * p.y) + shadow2D(shadow, p);
  colour += texture2D(texture, floor(p.xy)) * float(count & id);
}
