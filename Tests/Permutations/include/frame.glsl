#ifndef FRAME_GLSL
#define FRAME_GLSL

// The tangent frame of a surface from the derivatives of its position and texture coordinate.
mat3 cotangentFrame(vec3 normal, vec3 position, vec2 uv) {
  vec3 px = dFdx(position), py = dFdy(position);
  vec2 tx = dFdx(uv), ty = dFdy(uv);
  vec3 sx = cross(py, normal), sy = cross(normal, px);
  vec3 t = sx * tx.x + sy * ty.x, b = sx * tx.y + sy * ty.y;
  float scale = inversesqrt(max(dot(t, t), dot(b, b)));
  return mat3(t * scale, b * scale, normal);
}

// The normal of a surface that is raised by a height.
vec3 bumped(vec3 normal, vec3 position, float height) {
  vec3 px = dFdx(position), py = dFdy(position);
  vec3 sx = cross(py, normal), sy = cross(normal, px);
  float determinant = dot(px, sx);
  vec3 gradient = sign(determinant) * (dFdx(height) * sx + dFdy(height) * sy);
  return normalize(abs(determinant) * normal - gradient);
}

#endif
