import Foundation

@testable import Lowering

/// A function of one or two scalars with its reference in 80-bit floats and the arguments it is measured on.
struct MathFunction: Sendable, CustomStringConvertible {
  let name: String
  let build: @Sendable (Lane, Lane.Value, Lane.Value) -> Lane.Value
  let reference: @Sendable (Wide, Wide) -> Wide
  /// Where the uniform half of the first arguments lies; the other half are random bits.
  let range: ClosedRange<Double>
  /// Where the second argument lies; nil with one operand.
  var secondRange: ClosedRange<Double>?
  /// The most units in the last place that a 32-bit and a 64-bit result may be off.
  let bounds: (float: Double, double: Double)
  /// Whether 32-bit results are measured in units in the last place of 1 wherever they are below 1.
  var isAbsolute = false

  var description: String { name }

  #if arch(x86_64)
    /// What references are computed in: more precise than a double where the C library has it.
    typealias Wide = Float80
  #else
    typealias Wide = Double
  #endif

  static let all: [MathFunction] = [
    MathFunction(
      name: "sin", build: { lane, x, _ in lane.sin(x) }, reference: { x, _ in Foundation.sin(x) },
      range: -4...4,
      bounds: (1.35, 4), isAbsolute: true),
    MathFunction(
      name: "cos", build: { lane, x, _ in lane.cos(x) }, reference: { x, _ in Foundation.cos(x) },
      range: -4...4,
      bounds: (1.25, 4), isAbsolute: true),
    MathFunction(
      name: "tan", build: { lane, x, _ in lane.tan(x) }, reference: { x, _ in Foundation.tan(x) },
      range: -4...4,
      bounds: (4, 4)),
    MathFunction(
      name: "asin", build: { lane, x, _ in lane.asin(x) }, reference: { x, _ in Foundation.asin(x) },
      range: -1...1, bounds: (3, 4)),
    MathFunction(
      name: "acos", build: { lane, x, _ in lane.acos(x) }, reference: { x, _ in Foundation.acos(x) },
      range: -1...1, bounds: (2, 4)),
    MathFunction(
      name: "atan", build: { lane, x, _ in lane.atan(x) }, reference: { x, _ in Foundation.atan(x) },
      range: -4...4, bounds: (2, 4)),
    MathFunction(
      name: "atan2", build: { lane, y, x in lane.atan2(y, x) }, reference: { Foundation.atan2($0, $1) },
      range: -4...4, secondRange: -4...4, bounds: (3, 4)),
    MathFunction(
      name: "sinh", build: { lane, x, _ in lane.sinh(x) }, reference: { x, _ in Foundation.sinh(x) },
      range: -10...10, bounds: (2, 4)),
    MathFunction(
      name: "cosh", build: { lane, x, _ in lane.cosh(x) }, reference: { x, _ in Foundation.cosh(x) },
      range: -10...10, bounds: (2, 4)),
    MathFunction(
      name: "tanh", build: { lane, x, _ in lane.tanh(x) }, reference: { x, _ in Foundation.tanh(x) },
      range: -10...10, bounds: (2, 4)),
    MathFunction(
      name: "asinh", build: { lane, x, _ in lane.asinh(x) }, reference: { x, _ in Foundation.asinh(x) },
      range: -10...10, bounds: (3, 4)),
    MathFunction(
      name: "acosh", build: { lane, x, _ in lane.acosh(x) }, reference: { x, _ in Foundation.acosh(x) },
      range: 1...10, bounds: (3, 4)),
    MathFunction(
      name: "atanh", build: { lane, x, _ in lane.atanh(x) }, reference: { x, _ in Foundation.atanh(x) },
      range: -1...1, bounds: (3, 4)),
    MathFunction(
      name: "exp", build: { lane, x, _ in lane.exp(x) }, reference: { x, _ in Foundation.exp(x) },
      range: -110...95, bounds: (2, 4)),
    MathFunction(
      name: "exp2", build: { lane, x, _ in lane.exp2(x) }, reference: { x, _ in Foundation.exp2(x) },
      range: -155...135, bounds: (2, 4)),
    MathFunction(
      name: "log", build: { lane, x, _ in lane.log(x) }, reference: { x, _ in Foundation.log(x) },
      range: 0...4,
      bounds: (2, 4)),
    MathFunction(
      name: "log2", build: { lane, x, _ in lane.log2(x) }, reference: { x, _ in Foundation.log2(x) },
      range: 0...4, bounds: (2, 4)),
    MathFunction(
      name: "pow", build: { lane, x, y in lane.pow(x, y) }, reference: { Foundation.pow($0, $1) },
      range: 0...4,
      secondRange: -64...64, bounds: (2, 4)),
  ]
}
