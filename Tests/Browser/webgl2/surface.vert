#version 300 es
in vec3 position;
in vec2 uv;
uniform mat4 projection;
uniform mat4 view;
out vec2 vUv;
out vec3 vPosition;
out vec3 vNormal;
flat out int vSide;
void main() {
  vUv = uv;
  vPosition = position;
  vNormal = normalize(vec3(0.4 * sin(3.0 * position.x), 0.4 * cos(2.0 * position.y), 1.0));
  vSide = 3;
  gl_Position = projection * view * vec4(position, 1.0);
}
