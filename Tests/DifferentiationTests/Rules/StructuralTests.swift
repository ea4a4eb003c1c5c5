import Differentiation
import Interpreter
import SPIRV
import SeededRandom
import Soundness
import Testing

/// Instructions that no formula answers, against the stencil: those that write memory, return structures, read
/// inputs, and the determinant.
@Suite struct StructuralTests {
  /// An instruction applied to arguments of some shapes.
  struct Case: CustomStringConvertible, Sendable {
    var instruction: GLSLInstruction?
    var name: String
    var shapes: [Tensor.Shape]
    var result: Tensor.Shape
    var widths = [32, 16, 64]
    /// Writes the instructions and returns the value to differentiate.
    var body: @Sendable (inout AssemblyText, [String], _ width: Int) -> String

    var description: String { "\(name)(\(shapes.map(\.description).joined(separator: ", ")))" }
  }

  static let cases: [Case] = splits + scales + determinants + interpolations

  @Test(arguments: cases)
  func structuralInstructionIsTheDerivative(instruction: Case) throws {
    var generator = SeededGenerator(seed: testSeed)
    for width in instruction.widths {
      for activity in [ArgumentActivity.both, .x, .y] {
        try check(instruction, activity, width, &generator)
      }
    }
  }

  private func check(
    _ instruction: Case, _ activity: ArgumentActivity, _ width: Int, _ generator: inout SeededGenerator
  ) throws {
    let what = "\(instruction) in \(width) bits, \(activity)"
    let activities = instruction.shapes.map { _ in activity }
    let module = try RuleModule.module(
      instruction.shapes, activities, width: width, result: instruction.result
    ) { instruction.body(&$0, $1, width) }
    let result = try differentiate(module)
    try expectSound(result, from: module, what)
    #expect(result.sites.count { !$0.isKept } == result.sites.count, "\(what): \(result.sites)")
    let values = instruction.shapes.map { shape in
      Tensor(shape, (0..<shape.count).map { _ in Double.random(in: 1.1...1.9, using: &generator) })
    }
    let slopes = instruction.shapes.map { shape in
      (0..<2).map { _ in
        Tensor(shape, (0..<shape.count).map { _ in Double.random(in: -0.1...0.1, using: &generator) })
      }
    }.zip(instruction.shapes) { pair, shape in
      (x: activity == .y ? .zero(shape) : pair[0], y: activity == .x ? .zero(shape) : pair[1])
    }
    let inputs = RuleInputs(values: values, slopes: slopes)
    // Samples are not where w is known: an error of the order of w's change over the pixel, which a note tells.
    let isApproximate = instruction.instruction == .interpolateAtSample && !what.contains("NoPerspective")
    #expect(
      isApproximate ? result.sites.allSatisfy { !$0.notes.isEmpty } : true, "\(what): \(result.sites)")
    try compareOutputs(module, result.module, what: what, tolerance: isApproximate ? 1e-2 : 1e-4) {
      inputs.input($0, at: $1)
    }
  }

  // MARK: Cases

  private static let widths: [Tensor.Shape] = (1...4).map { .of($0) }

  /// The result and the written or returned part of Modf and Frexp.
  private static let splits: [Case] = widths.flatMap { shape in
    [
      Case(instruction: .modf, name: "modf", shapes: [shape], result: shape) { text, a, width in
        let type = text.type(shape, width)
        let whole = text.local(type)
        let fraction = text.value("OpExtInst \(type) %glsl Modf \(a[0]) \(whole)")
        let read = text.value("OpLoad \(type) \(whole)")
        // What was written counts, too: its tangent is zero.
        return text.value("OpFAdd \(type) \(fraction) \(read)")
      },
      Case(instruction: .modfStruct, name: "modfStruct", shapes: [shape], result: shape) { text, a, width in
        let type = text.type(shape, width)
        let pair = text.value("OpExtInst \(text.structure([type, type])) %glsl ModfStruct \(a[0])")
        return text.value("OpCompositeExtract \(type) \(pair) 0")
      },
      Case(instruction: .frexp, name: "frexp", shapes: [shape], result: shape) { text, a, width in
        let type = text.type(shape, width)
        let exponent = text.local(text.integerType(shape))
        return text.value("OpExtInst \(type) %glsl Frexp \(a[0]) \(exponent)")
      },
      Case(instruction: .frexpStruct, name: "frexpStruct", shapes: [shape], result: shape) { text, a, width in
        let type = text.type(shape, width)
        let members = [type, text.integerType(shape)]
        let pair = text.value("OpExtInst \(text.structure(members)) %glsl FrexpStruct \(a[0])")
        return text.value("OpCompositeExtract \(type) \(pair) 0")
      },
    ]
  }

  private static let scales: [Case] = widths.map { shape in
    Case(instruction: .ldexp, name: "ldexp", shapes: [shape], result: shape) { text, a, width in
      let type = text.type(shape, width)
      let exponent = text.splat(3, shape)
      return text.value("OpExtInst \(type) %glsl Ldexp \(a[0]) \(exponent)")
    }
  }

  private static let determinants: [Case] = (2...4).map { count in
    let shape = Tensor.Shape.matrix(columns: count, rows: count)
    return Case(instruction: .determinant, name: "determinant", shapes: [shape], result: .scalar) {
      text, a, width in
      text.value("OpExtInst \(text.float(width)) %glsl Determinant \(a[0])")
    }
  }

  /// Interpolation functions of an input of their own, plain, noperspective and one component of a vector.
  private static let interpolations: [Case] = widths.flatMap { shape in
    ["", "NoPerspective", "Centroid", "Sample"].flatMap { decoration in
      [
        (GLSLInstruction.interpolateAtCentroid, "InterpolateAtCentroid"),
        (.interpolateAtSample, "InterpolateAtSample"), (.interpolateAtOffset, "InterpolateAtOffset"),
      ].map { instruction, name in
        Case(
          instruction: instruction, name: "\(name) \(decoration)", shapes: [.vector(2)], result: shape,
          widths: [32]
        ) { text, a, _ in
          let input = text.variable(
            "v", "Input", shape,
            decorations: ["Location 60"] + (decoration.isEmpty ? [] : [decoration]))
          let operand =
            switch instruction {
            case .interpolateAtSample: [text.integer(1)]
            case .interpolateAtOffset: [a[0]]
            default: [String]()
            }
          let type = text.type(shape, 32)
          let call = ([input] + operand).joined(separator: " ")
          return text.value("OpExtInst \(type) %glsl \(name) \(call)")
        }
      }
    }
  }

}

/// Runs a module and its differentiated form and compares their outputs with the stencil's.
func compareOutputs(
  _ original: Module, _ differentiated: Module, what: String, tolerance: Double,
  at position: Position = RuleModule.position,
  inputs: @escaping @Sendable (InterfaceScalar, Position) -> Double
) throws {
  var options = RunOptions()
  options.stencil = Stencil(step: 1.0 / 1024)
  options.inputs = inputs
  let expected = try Program(original).run(at: position, options: options)
  let actual = try Program(differentiated).run(at: position, options: options)
  var compared = 0
  #expect(expected.outputs.count == actual.outputs.count)
  for (a, b) in zip(expected.outputs, actual.outputs) {
    for (x, y) in zip(a.value.references, b.value.centre) {
      guard let x else { continue }
      compared += 1
      #expect(abs(x - y) <= 1e-6 + tolerance * abs(x), "\(what), \(a.name): \(y), not \(x)")
    }
  }
  #expect(compared > 0, "\(what): nothing had a reference")
}

extension Array {
  fileprivate func zip<Other, Result>(_ other: [Other], _ body: (Element, Other) -> Result) -> [Result] {
    indices.map { body(self[$0], other[$0]) }
  }
}
