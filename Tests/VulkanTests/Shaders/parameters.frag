#version 450
#include "inputs.glsl"

struct Shape {
  vec2 center;
  float size;
  float weights[2];
};

void grow(inout Shape shape, in float amount, out float area) {
  shape.size *= 1.0 + amount;
  shape.weights[1] += amount * amount;
  area = shape.size * shape.size;
}

Shape moved(Shape shape, vec2 by) {
  shape.center += by;
  shape.weights[0] = dot(by, by);
  return shape;
}

vec4 shade() {
  Shape shape = Shape(plane, 1.0 + 0.5 * uv.x, float[2](uv.y, 0.25));
  float area, total = 0.0;
  for (int i = 0; i < 3; i++) {
    shape = moved(shape, vec2(0.3, -0.2) * shape.weights[1]);
    grow(shape, 0.2 * sin(shape.center.x), area);
    total += area;
  }
  return vec4(shape.center, total * 0.2, shape.weights[0] + shape.weights[1]);
}
#include "main.glsl"
