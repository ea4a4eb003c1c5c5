import VulkanWitness

/// What a case's derivatives must be.
struct Expectation {
  /// The derivative, at each pixel from the upper left row by row, or one for all.
  var references: [SIMD4<Float>]
  /// How far each component may be from it.
  var threshold: SIMD4<Float>
  /// The surface that rounds what is drawn; nil where nothing is rounded.
  var storesOn: Surface?
  /// Whether the outermost pixels do not count.
  var ignoresEdge = false

  /// The same everywhere.
  init(reference: SIMD4<Float>, threshold: SIMD4<Float>) {
    references = [reference]
    self.threshold = threshold
  }
}

/// A drawn image against an expectation.
struct Verdict: CustomStringConvertible {
  /// The pixels that were compared, those that must stay empty included.
  private(set) var compared = 0
  /// The pixels that fail.
  private(set) var failing = 0
  /// The first of them, and what is wrong there.
  private(set) var first: String?

  /// Whether all pixels pass.
  var isPass: Bool { failing == 0 && compared > 0 }
  /// The share of pixels that fail.
  var failingShare: Double { Double(failing) / Double(max(compared, 1)) }

  /// What is wrong.
  var description: String {
    "\(failing) of \(compared) pixels fail" + (first.map { ", the first \($0)" } ?? "")
  }

  /// Looks at every pixel.
  init(_ image: DrawnImage, _ subject: DerivateCase, _ expectation: Expectation) {
    let (scale, bias) = subject.storing
    let edge = expectation.ignoresEdge ? 1 : 0
    image.components.withUnsafeBufferPointer { components in
      for y in edge..<image.height - edge {
        for x in edge..<image.width - edge {
          let pixel = y * image.width + x
          compared += 1
          if subject.group.survival.drops(x, y) {
            if components[4 * pixel..<4 * pixel + 4].contains(where: { $0 != 0 }) { fail(x, y, "is drawn") }
            continue
          }
          let reference = expectation.references[expectation.references.count == 1 ? 0 : pixel]
          for component in 0..<subject.size {
            var value = components[4 * pixel + component]
            if let surface = expectation.storesOn { value = surface.stored(value) }
            value = (value - bias[component]) / scale[component]
            // Not a number is near nothing.
            if abs(value - reference[component]) <= expectation.threshold[component] { continue }
            fail(
              x, y,
              "has \(value) in component \(component), not \(reference[component]) ± \(expectation.threshold[component])"
            )
            break
          }
        }
      }
    }
  }

  private mutating func fail(_ x: Int, _ y: Int, _ what: @autoclosure () -> String) {
    failing += 1
    if first == nil { first = "(\(x), \(y)) \(what())" }
  }
}
