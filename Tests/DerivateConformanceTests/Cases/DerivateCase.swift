import Testing

/// A case of dEQP-VK.glsl.derivate, or of the groups that we add, as our own shader.
///
/// The suite is Khronos' VK-GL-CTS, external/vulkancts/modules/vulkan/shaderrender/vktShaderRenderDerivateTests.cpp:
/// from there are the groups, names, sizes, interpolated values and thresholds.
struct DerivateCase: Hashable, Sendable, CustomTestStringConvertible {
  /// The image's width; as in the suite, no multiple of a quad's.
  static let width = 99
  /// The image's height.
  static let height = 133

  /// What is called.
  let function: DerivateFunction
  /// The shader around it.
  let group: DerivateGroup
  /// The number of components: 1 to 4.
  let size: Int
  /// The precision of what is differentiated.
  let precision: Precision

  /// Its name, as in the suite's lists: `dfdxfine.dynamic_if.vec3_mediump`.
  var name: String {
    let type = size == 1 ? "float" : "vec\(size)"
    return "\(function.caseName).\(group.name).\(type)" + (group.kind == .constant ? "" : "_\(precision)")
  }
  /// The name, as test reports show it.
  var testDescription: String { name }

  /// All cases, group by group.
  static let all = DerivateGroup.all.flatMap(of)

  /// The cases of a group.
  static func of(_ group: DerivateGroup) -> [DerivateCase] {
    DerivateFunction.allCases.flatMap { function in
      (1...4).flatMap { size in
        group.precisions.map { DerivateCase(function: function, group: group, size: size, precision: $0) }
      }
    }
  }

  static func == (left: Self, right: Self) -> Bool { left.name == right.name }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension DerivateCase {
  /// The derivatives' change over the image, by x and by y.
  ///
  /// x changes along the rows, y along the columns, z and w along both.
  private var slopes: (x: SIMD4<Float>, y: SIMD4<Float>) {
    let range = precision.most - precision.least
    return (
      range * SIMD4(1, 0, 0.5, -0.5) / Float(Self.width),
      range * SIMD4(0, 1, 0.5, -0.5) / Float(Self.height)
    )
  }

  /// What the derivative is multiplied by before it is stored, and what is added.
  var storing: (scale: SIMD4<Float>, bias: SIMD4<Float>) {
    if group.kind == .constant { return (SIMD4(repeating: 1e3), SIMD4(repeating: 0.5)) }
    guard group.surface.isUnorm else { return (SIMD4(repeating: 1), SIMD4()) }
    let range = precision.most - precision.least
    let x = range / (Float(Self.width) * SIMD4(1, 1, 0.5, -0.5))
    let y = range / (Float(Self.height) * SIMD4(1, 1, 0.5, -0.5))
    let scale =
      switch function.direction {
      case .x: 0.5 / x
      case .y: 0.5 / y
      case .width: 0.5 / (magnitude(x) + magnitude(y))
      }
    return (scale, SIMD4())
  }

  /// What the suite expects.
  var expectation: Expectation {
    let surface = SIMD4(repeating: group.surface.threshold) / magnitude(storing.scale)
    guard group.kind != .constant else { return Expectation(reference: SIMD4(), threshold: surface) }
    var result = linear(mantissaBits: precision.mantissaBits)
    result.threshold = pointwiseMax(surface, result.threshold)
    result.storesOn = group.surface
    // The texel beyond the edge is the one at the edge.
    result.ignoresEdge = group.kind == .texture
    return result
  }

  /// What arithmetic in floats must meet: the suite's threshold for highp, whatever the precision, of what is stored
  /// without rounding; at a texture's edge, too.
  var strictExpectation: Expectation {
    switch group.kind {
    case .constant: return Expectation(reference: SIMD4(), threshold: SIMD4())
    case .linear: return linear(mantissaBits: Precision.highp.mantissaBits)
    case .texture:
      var result = linear(mantissaBits: Precision.highp.mantissaBits)
      result.references = RampTexture(precision).differences(function.direction)
      return result
    }
  }

  /// The derivative of the interpolated value, or of the texture that holds it.
  private func linear(mantissaBits: Int) -> Expectation {
    let (least, most) = (precision.least, precision.most)
    let (x, y) = slopes
    func threshold(_ derivative: SIMD4<Float>, _ share: SIMD4<Float>) -> SIMD4<Float> {
      Threshold.of(derivative, mantissaBits: mantissaBits, between: least * share, and: most * share)
    }
    let whole = SIMD4<Float>(repeating: 1)
    switch function.direction {
    case .x:
      return Expectation(
        reference: x, threshold: threshold((most - least) / Float(Self.width), whole))
    case .y:
      return Expectation(
        reference: y, threshold: threshold((most - least) / Float(Self.height), whole))
    case .width:
      return Expectation(
        reference: magnitude(x) + magnitude(y),
        threshold: pointwiseMax(
          threshold(x, SIMD4(1, 0, 0.5, -0.5)), threshold(y, SIMD4(0, 1, 0.5, -0.5))))
    }
  }
}

/// The size of each component.
func magnitude(_ vector: SIMD4<Float>) -> SIMD4<Float> { vector.replacing(with: -vector, where: vector .< 0) }
