#version 400
layout(location = 0) out vec4 color;
void main() {
  precise vec4 x18 = (vec3(1) * mat4x3((gl_FragCoord.y * 0.04)));
  color.xy = dFdy(vec2(dvec2(x18.tq)));
}
// turn 76
