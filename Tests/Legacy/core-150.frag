#version 150 core
uniform sampler2D image;
in Vertex { vec2 uv; vec3 normal; } vertex;
layout(origin_upper_left) in vec4 gl_FragCoord;
out vec4 colour;

void main() {
  colour = texture2D(image, vertex.uv * vertex.normal.z) + vec4(dFdy(gl_FragCoord.y * gl_FragCoord.x));
}
