// The groups of dEQP-VK.glsl.derivate, each with a shader of our own.

extension DerivateGroup {
  /// All groups: the suite's, then ours.
  static let all = suite + own

  /// The suite's groups. Without dfdxsubgroup and dfdysubgroup, whose shaders hold no derivative but differences of
  /// their own between a subgroup's invocations, and linear_vec8, which needs GL_EXT_long_vector.
  static let suite = plain + ways + stores + surfaces + textures

  /// The derivative of `place`, or of its multiple, whose factor undoes it.
  private static let simple: @Sendable (Words) -> String = { "slope = \($0.function)(place);" }

  private static let plain = [
    // In a variable: of a literal glslang itself knows that the derivative is 0.
    DerivateGroup(name: "constant", kind: .constant, precisions: [.highp]) {
      let numbers = ["2.5", "-1e4", "0.0", "0.03"].prefix($0.swizzle.count).joined(separator: ", ")
      return "\($0.declared) value = \($0.type)(\(numbers)); slope = \($0.function)(value);"
    },
    DerivateGroup(name: "linear", precisions: Precision.allCases, statements: simple),
    DerivateGroup(
      name: "in_function",
      declarations: {
        "\($0.declared) slopeOf(\($0.declared) value) { return \($0.function)(value); }"
      }, statements: { _ in "slope = slopeOf(place);" }),
  ]

  /// Branches, loops and switches, each on a constant, a uniform, and what parts a quad.
  private static let ways = [
    DerivateGroup(name: "static_if") {
      """
      if (false) slope = \($0.function)(place * 3.0);
          else slope = \($0.function)(place);
      """
    },
    DerivateGroup(name: "static_loop") {
      "for (int i = 1; i < 4; i += 2) slope += \($0.function)(place * (0.25 * float(i)));"
    },
    DerivateGroup(name: "static_switch") {
      """
      switch (1) {
          case 0: slope = \($0.function)(place * 3.0); break;
          case 1: slope = \($0.function)(place); break;
          }
      """
    },
    DerivateGroup(name: "uniform_if") {
      """
      if (yes) slope = \($0.function)(place);
          else slope = \($0.function)(place * 3.0);
      """
    },
    DerivateGroup(name: "uniform_loop") {
      "for (int i = one; i < two + two; i += two) slope += \($0.function)(place * (0.25 * float(i)));"
    },
    DerivateGroup(name: "uniform_switch") {
      """
      switch (one) {
          case 0: slope = \($0.function)(place * 3.0); break;
          case 1: slope = \($0.function)(place); break;
          }
      """
    },
    DerivateGroup(name: "dynamic_if", flow: .parted) {
      """
      if (apart) slope = \($0.function)(place * float(one));
          else slope = \($0.function)(place);
      """
    },
    DerivateGroup(name: "dynamic_loop", flow: .parted) {
      """
      int rounds = apart ? two + one : one;
          for (int i = 0; i < rounds; ++i) slope = \($0.function)(place * float(rounds - i));
      """
    },
    DerivateGroup(name: "dynamic_switch", flow: .parted) {
      """
      switch (lane) {
          case 0: slope = \($0.function)(place); break;
          case 1: slope = \($0.function)(place * float(one)); break;
          case 2: slope = \($0.function)(place * float(two)) * 0.5; break;
          default: slope = \($0.function)(place * 4.0) * 0.25; break;
          }
      """
    },
  ]

  /// The value goes through a variable that outlives the function.
  private static let stores = [
    DerivateGroup(
      name: "output_store", attachments: 2,
      declarations: { "layout(location = 1) out \($0.declared) stored;" },
      statements: { "stored = place; slope = \($0.function)(stored);" }),
    // The suite's condition is never true, so that it demotes nothing.
    DerivateGroup(
      name: "private_store", survival: .evenRows, declarations: { "\($0.declared) stored;" },
      statements: {
        """
        stored = place;
            if (mod(gl_FragCoord.y, 2.0) > 1.0) demote;
            slope = \($0.function)(stored);
        """
      }),
  ]

  private static let surfaces = [
    DerivateGroup(name: "fbo", statements: simple),
    DerivateGroup(name: "fbo_msaa2", surface: .unorm(samples: 2), statements: simple),
    DerivateGroup(name: "fbo_msaa4", surface: .unorm(samples: 4), statements: simple),
    DerivateGroup(name: "fbo_float", surface: .float, precisions: Precision.allCases, statements: simple),
  ]

  private static let sampled: @Sendable (Words) -> String = {
    """
    \($0.precision) vec4 texel = texture(ramp, place);
        slope = \($0.function)(texel.\($0.swizzle));
    """
  }

  private static let textures = [
    DerivateGroup(name: "texture.basic", kind: .texture, statements: sampled),
    DerivateGroup(name: "texture.msaa4", kind: .texture, surface: .unorm(samples: 4), statements: sampled),
    DerivateGroup(
      name: "texture.float", kind: .texture, surface: .float, precisions: Precision.allCases,
      statements: sampled),
  ]
}
