/// A group of cases: a shader in which the derivative's type, precision and function are left open.
struct DerivateGroup: Sendable {
  /// What is differentiated.
  enum Kind: Hashable, Sendable {
    /// A constant.
    case constant
    /// The interpolated value `place`.
    case linear
    /// A texture's texel at `place`.
    case texture
  }

  /// What the pixels of a quad do.
  enum Flow: Hashable, Sendable {
    /// All the same, so that differences between them are defined.
    case uniform
    /// They part, so that no hardware has an answer.
    ///
    /// The suite, too, has such groups, but lets a quad's pixels vote first: they part only between quads.
    case parted
  }

  /// Which pixels are drawn at last.
  enum Survival: Hashable, Sendable {
    case all
    /// The even rows: the others are demoted to helpers.
    case evenRows
    /// One diagonal of each quad: the other is discarded.
    case diagonals

    /// Whether a pixel must stay empty.
    func drops(_ x: Int, _ y: Int) -> Bool {
      switch self {
      case .all: false
      case .evenRows: y & 1 == 1
      case .diagonals: [0, 3].contains((x + 2 * y) & 3)
      }
    }
  }

  /// The words of a case that its shader is written with.
  struct Words {
    /// The type.
    let type: String
    /// The type with its precision.
    let declared: String
    /// The precision.
    let precision: String
    /// The derivative function.
    let function: String
    /// The components of a vec4 that belong to the type.
    let swizzle: String
  }

  /// Where the shader is the suite's, or ours.
  enum Origin: Hashable, Sendable {
    case suite, own
  }

  /// Its name, as in the suite's lists.
  let name: String
  /// Whether the suite has it.
  var origin = Origin.suite
  /// What is differentiated.
  var kind = Kind.linear
  /// What is drawn into.
  var surface = Surface.unorm
  /// What the pixels of a quad do.
  var flow = Flow.uniform
  /// Which pixels are drawn.
  var survival = Survival.all
  /// The precisions of its cases. Bytes hold no bit of a lowp derivative.
  var precisions: [Precision] = [.mediump, .highp]
  /// How many output locations there are.
  var attachments = 1
  /// Extensions, outputs, global variables, functions.
  var declarations: @Sendable (Words) -> String = { _ in "" }
  /// Statements after which `slope` holds the derivative.
  let statements: @Sendable (Words) -> String
}

extension DerivateCase {
  /// The shader.
  var source: String {
    let type = size == 1 ? "float" : "vec\(size)"
    let words = DerivateGroup.Words(
      type: type, declared: "\(precision) \(type)", precision: precision.rawValue, function: function.name,
      swizzle: ["x", "xy", "xyz", "xyzw"][size - 1])
    let input =
      switch group.kind {
      case .constant: ""
      case .linear: "layout(location = 0) in \(words.declared) place;"
      case .texture:
        """
        layout(location = 0) in highp vec2 place;
        layout(binding = 2) uniform \(precision) sampler2D ramp;
        """
      }
    let color = ["vec4(result, 0.0, 0.0, 1.0)", "vec4(result, 0.0, 1.0)", "vec4(result, 1.0)", "result"]
    return """
      #version 450
      #extension GL_EXT_demote_to_helper_invocation : enable
      \(input)
      layout(location = 0) out \(precision) vec4 color;
      layout(binding = 0, std140) uniform Storing { \(precision) vec4 scale; \(precision) vec4 bias; };
      layout(binding = 1, std140) uniform Numbers { bool yes; int one; int two; };
      \(group.declarations(words))

      void main()
      {
          \(words.declared) slope = \(type)(0.0);
          // A quad's pixels each have another number, and those of one diagonal are apart.
          int lane = (int(gl_FragCoord.x) + 2 * int(gl_FragCoord.y)) & 3;
          bool apart = lane == 0 || lane == 3;
          \(group.statements(words))
          \(words.declared) result = slope * scale.\(words.swizzle) + bias.\(words.swizzle);
          color = \(color[size - 1]);
      }

      """
  }
}
