// Groups that dEQP-VK.glsl.derivate lacks: control flow in control flow, and what is differentiated made on the way,
// differently by each pixel of a quad, so that a neighbour does not have it.

extension DerivateGroup {
  /// Our groups.
  static let own = nested + divergent

  private static func own(
    _ name: String, kind: Kind = .linear, _ flow: Flow, survival: Survival = .all,
    declarations: @escaping @Sendable (Words) -> String = { _ in "" },
    statements: @escaping @Sendable (Words) -> String
  ) -> DerivateGroup {
    DerivateGroup(
      name: name, origin: .own, kind: kind, surface: .float, flow: flow, survival: survival,
      precisions: Precision.allCases, declarations: declarations, statements: statements)
  }

  /// A switch in a loop in a branch in a function, on conditions of a kind.
  private static func nested(
    _ name: String, _ flow: Flow, branch: String, rounds: String, label: String
  ) -> DerivateGroup {
    own(
      name, flow,
      declarations: {
        """
        \($0.declared) slopeOf(\($0.declared) value, bool branch, int rounds, int label) {
            \($0.declared) sum = \($0.type)(0.0);
            \($0.precision) float undone = 1.0;
            if (branch) {
                for (int i = 0; i < rounds; ++i) {
                    switch (label + i) {
                    case 0: continue;
                    case 1: sum = \($0.function)(value); break;
                    case 2: value *= 2.0; undone = 0.5; sum = \($0.function)(value) * undone; break;
                    default: sum = \($0.function)(value * 4.0) * (undone * 0.25); break;
                    }
                    if (i == 1) break;
                }
            } else {
                sum = \($0.function)(value * 0.5) * 2.0;
            }
            return sum;
        }
        """
      }, statements: { _ in "slope = slopeOf(place, \(branch), \(rounds), \(label));" })
  }

  private static let nested = [
    nested("static_nested", .uniform, branch: "true", rounds: "2", label: "0"),
    nested("uniform_nested", .uniform, branch: "yes", rounds: "two", label: "one"),
    nested("dynamic_nested", .parted, branch: "lane != 3", rounds: "two + lane", label: "lane"),
  ]

  private static let divergent = [
    own("divergent_if", .parted) {
      """
      \($0.declared) moved = place * 2.0;
          if (apart) moved = place;
          if (apart) slope = \($0.function)(moved);
          else slope = \($0.function)(moved) * 0.5;
      """
    },
    // A lane that left the loop may still compute one more product, so that neighbours leave two rounds apart.
    own("divergent_loop", .parted) {
      """
      \($0.declared) moved = place;
          for (int i = 0; i <= 2 * lane; ++i) {
              moved *= 2.0;
              slope = \($0.function)(moved) * exp2(float(-1 - i));
          }
      """
    },
    own("divergent_switch", .parted) {
      """
      \($0.declared) moved;
          \($0.precision) float undone;
          switch (lane) {
          case 0: moved = place; undone = 1.0; break;
          case 1: moved = -place; undone = -1.0; break;
          case 2: moved = place + place; undone = 0.5; break;
          default: moved = 1.0 - place * 4.0; undone = -0.25; break;
          }
          \($0.absolute)slope = \($0.function)(moved) * undone;
      """
    },
    own(
      "divergent_return", .parted,
      declarations: {
        """
        \($0.declared) slopeOf(\($0.declared) value, int lane) {
            for (int i = 0; i < 4; ++i) {
                if (i == lane) return \($0.function)(value) * exp2(float(-i));
                value = value + value;
            }
            return value;
        }
        """
      }, statements: { _ in "slope = slopeOf(place, lane);" }),
    own("divergent_discard", .parted, survival: .diagonals) {
      """
      if (apart) discard;
          \($0.declared) moved = place;
          for (int i = 0; i < two; ++i) moved += moved;
          slope = \($0.function)(moved) * 0.25;
      """
    },
    own("texture.divergent", kind: .texture, .parted) {
      """
      for (int i = 0; i <= lane; ++i) {
              \($0.precision) vec4 texel = texture(ramp, place) * float(1 + i);
              if (i == lane) slope = \($0.function)(texel.\($0.swizzle)) / float(1 + i);
          }
      """
    },
  ]
}

extension DerivateGroup.Words {
  /// Takes the sign from `undone` where the function has none.
  fileprivate var absolute: String { function.hasPrefix("fwidth") ? "undone = abs(undone); " : "" }
}
