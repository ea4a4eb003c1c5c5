import Metamorphic
import SPIRV
import SeededRandom
import Testing

/// A check of forms that no fault can pass.
@Suite struct FaultTests {
  /// A pass that is wrong in one instruction of one form is caught, whichever instruction that is.
  @Test func wrongPassIsCaught() throws {
    var check = try check(gallery)
    let form = try #require(Transformation.all.first { $0.name == "wrap-in-if" })
    var caught = 0
    var tried = 0
    for fault in 0..<60 {
      let planted = Planted()
      check.afterDifferentiation = { $0.withFault(fault, planted) }
      let finding = check.check(form, seed: testSeed)
      guard planted.isPlanted else { break }
      tried += 1
      if case .different = finding.verdict { caught += 1 }
    }
    // Some products are of what is not executed here.
    #expect(tried >= 20 && caught * 4 >= tried * 3, "\(caught) of \(tried) caught")
  }

  /// A gradient that is wrong is caught where nothing but the sample reads it.
  @Test func wrongGradientIsCaught() throws {
    var check = try check(
      """
      #version 450
      layout(location = 0) in vec2 v;
      layout(location = 0) out vec4 color;
      layout(binding = 0) uniform sampler2D s;
      void main() { color = texture(s, v * v.yx); }
      """)
    let form = try #require(Transformation.all.first { $0.name == "split" })
    guard case .same = check.check(form, seed: testSeed).verdict else {
      Issue.record("the sound pass differs")
      return
    }
    check.afterDifferentiation = { $0.withFault(0, Planted()) }
    guard case .different = check.check(form, seed: testSeed).verdict else {
      Issue.record("a product in the gradient is a sum, and nobody sees it")
      return
    }
  }

  /// A transformation that changes what the shader computes is said to be at fault, not the pass.
  @Test func wrongTransformationIsNotComparable() throws {
    let wrong = Transformation("wrong") { module, _, _ in
      module.mappingFloatConstants { bits in bits == Float(2).bitPattern ? Float(3).bitPattern : bits }
    }
    let finding = try check(gallery).check(wrong, seed: testSeed)
    guard case .notComparable = finding.verdict else {
      Issue.record("\(finding)")
      return
    }
  }
}

/// Whether a fault found its place.
private final class Planted: @unchecked Sendable {
  var isPlanted = false
}

extension Module {
  /// The module with one of the products that the pass added turned into a sum.
  fileprivate func withFault(_ number: Int, _ planted: Planted) -> Module {
    let index = ModuleIndex(self)
    var module = self
    var left = number
    for function in module.functions.indices {
      for block in module.functions[function].blocks.indices {
        for (position, instruction) in module.functions[function].blocks[block].instructions.enumerated() {
          guard case .arithmetic(.multiply, let operands) = instruction.operation(glsl: index.glsl),
            let type = instruction.resultType, let result = instruction.result,
            !index.has(.noContraction, result.rawValue)
          else { continue }
          if left == 0 {
            module.functions[function].blocks[block].instructions[position] = .arithmetic(
              .add, type: type, result: result, operands)
            planted.isPlanted = true
            return module
          }
          left -= 1
        }
      }
    }
    return module
  }
}
