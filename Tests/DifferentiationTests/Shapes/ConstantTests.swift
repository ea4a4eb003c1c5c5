import Testing

/// Constant operands.
@Suite struct ConstantTests {
  @Test(arguments: cases) func constantOperand(shape: ShapeCase) throws { try shape.check() }

  static let cases: [ShapeCase] = [
    ShapeCase(
      "vectors of one number, whole",
      """
      color = dFdx(refract(vec3(0.3), vec3(-0.4), u.x)).xyzz;
      color.x += dFdy(dot(vec3(0.5), v.xyz) + distance(vec3(0.25), u.xyz));
      color.y += dFdx(reflect(vec2(0.5), u.xy).x + reflect(u.xy, vec2(0.5)).y);
      color.z += fwidth(faceforward(v.xyz, vec3(-0.4), vec3(0.3)).y);
      color.w += dFdx(cross(vec3(2.0), u.xyz).x);
      """),
    ShapeCase(
      "vectors of one number among matrices",
      """
      mat3 a = mat3(u.xyz, v.xyz, u.zwx);
      mat2x3 b = outerProduct(vec3(2.0), u.xy) + outerProduct(v.xyz, vec2(1.0));
      color = vec4(dFdx(a * vec3(1.0)), dFdy((vec3(0.5) * a).x) + fwidth(b * vec2(3.0)).y + dFdx((vec3(0.0) * b).y));
      """),
    ShapeCase(
      "geometry of scalars",
      """
      float a = u.x, b = v.y;
      color = vec4(dFdx(length(a)), dFdy(normalize(a) * b), fwidth(dot(a, b)), dFdx(distance(a, b)));
      color += vec4(dFdx(reflect(a, b)), dFdy(refract(a, b, 0.7)), fwidth(faceforward(a, b, a)), dFdx(distance(a, 0.5)));
      """),
  ]
}
