#version 450
#include "inputs.glsl"

vec4 shade() {
  float s = sin(plane.x + push.time), c = cos(plane.y);
  mat2 turn = mat2(c, s, -s, c + 1.0);
  mat3 frame = mat3(vec3(2.0, plane), vec3(s, 3.0, c), vec3(plane.yx, 2.5));
  vec3 solved = inverse(frame) * direction;
  vec2 twice = inverse(turn) * (transpose(turn) * uv);
  mat2 outer = outerProduct(uv, plane) + matrixCompMult(turn, turn);
  return vec4(solved.x, solved.y * twice.x, determinant(frame) * 0.1, determinant(outer) + twice.y);
}
#include "main.glsl"
