attribute vec3 position;
attribute vec2 uv;
uniform mat4 projection;
uniform mat4 view;
varying vec2 vUv;
varying vec3 vPosition;
varying vec3 vNormal;
void main() {
  vUv = uv;
  vPosition = position;
  vNormal = normalize(vec3(0.4 * sin(3.0 * position.x), 0.4 * cos(2.0 * position.y), 1.0));
  gl_Position = projection * view * vec4(position, 1.0);
}
