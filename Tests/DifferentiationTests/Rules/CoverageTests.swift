import Differentiation
import SPIRV
import Testing

/// How the pass meets an instruction of GLSL.std.450.
private enum Treatment {
  /// By a rule of the table.
  case rule
  /// By a case of its own, because it writes memory, returns a structure or reads an input.
  case structural
  /// It has no floating-point argument or result that is differentiable: integers and packed bits.
  case discrete
}

/// No instruction is forgotten: these switches name each, so that a new one does not compile until it is classed.
@Suite struct CoverageTests {
  @Test(arguments: GLSLInstruction.allCases)
  func extendedInstructionHasARuleOrACase(op: GLSLInstruction) throws {
    let rule = derivativeRules[.extended(op)]
    switch treatment(of: op) {
    case .rule: #expect(rule != nil, "\(op) has no rule")
    case .structural:
      #expect(rule == nil, "\(op) is no formula")
      #expect(StructuralTests.cases.contains { $0.instruction == op }, "\(op) has no test")
    case .discrete: #expect(rule == nil, "\(op) has no derivative")
    }
  }

  @Test(arguments: Arithmetic.allCases)
  func arithmeticHasARule(op: Arithmetic) {
    #expect(derivativeRules[.arithmetic(op)] != nil, "\(op) has no rule")
  }

  /// The table has one rule for each operation.
  @Test func rulesAreUnique() {
    let keys = derivativeRules.rules.map(\.key)
    #expect(Set(keys).count == keys.count)
  }

  private func treatment(of op: GLSLInstruction) -> Treatment {
    switch op {
    case .round, .roundEven, .trunc, .fAbs, .fSign, .floor, .ceil, .fract, .radians, .degrees, .sin, .cos,
      .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .atan2, .pow, .exp, .log,
      .exp2, .log2, .sqrt, .inverseSqrt, .matrixInverse, .fMin, .fMax, .fClamp, .fMix, .step, .smoothStep,
      .fma, .length, .distance, .cross, .normalize, .faceForward, .reflect, .refract, .nMin, .nMax, .nClamp:
      .rule
    case .determinant, .modf, .modfStruct, .frexp, .frexpStruct, .ldexp, .interpolateAtCentroid,
      .interpolateAtSample, .interpolateAtOffset:
      .structural
    case .sAbs, .sSign, .uMin, .sMin, .uMax, .sMax, .uClamp, .sClamp, .iMix, .packSnorm4x8, .packUnorm4x8,
      .packSnorm2x16, .packUnorm2x16, .packHalf2x16, .packDouble2x32, .unpackSnorm2x16, .unpackUnorm2x16,
      .unpackHalf2x16, .unpackSnorm4x8, .unpackUnorm4x8, .unpackDouble2x32, .findILsb, .findSMsb, .findUMsb:
      .discrete
    }
  }
}
