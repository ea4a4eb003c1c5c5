/// The instructions of the extended set GLSL.std.450, by their specification names (SPIR-V Extended Instructions
/// for GLSL, section 2). Written by `make grammar`; do not edit by hand.
public enum GLSLInstruction: UInt32, CaseIterable, Sendable {
  case round = 1
  case roundEven = 2
  case trunc = 3
  case fAbs = 4
  case sAbs = 5
  case fSign = 6
  case sSign = 7
  case floor = 8
  case ceil = 9
  case fract = 10
  case radians = 11
  case degrees = 12
  case sin = 13
  case cos = 14
  case tan = 15
  case asin = 16
  case acos = 17
  case atan = 18
  case sinh = 19
  case cosh = 20
  case tanh = 21
  case asinh = 22
  case acosh = 23
  case atanh = 24
  case atan2 = 25
  case pow = 26
  case exp = 27
  case log = 28
  case exp2 = 29
  case log2 = 30
  case sqrt = 31
  case inverseSqrt = 32
  case determinant = 33
  case matrixInverse = 34
  case modf = 35
  case modfStruct = 36
  case fMin = 37
  case uMin = 38
  case sMin = 39
  case fMax = 40
  case uMax = 41
  case sMax = 42
  case fClamp = 43
  case uClamp = 44
  case sClamp = 45
  case fMix = 46
  case iMix = 47
  case step = 48
  case smoothStep = 49
  case fma = 50
  case frexp = 51
  case frexpStruct = 52
  case ldexp = 53
  case packSnorm4x8 = 54
  case packUnorm4x8 = 55
  case packSnorm2x16 = 56
  case packUnorm2x16 = 57
  case packHalf2x16 = 58
  case packDouble2x32 = 59
  case unpackSnorm2x16 = 60
  case unpackUnorm2x16 = 61
  case unpackHalf2x16 = 62
  case unpackSnorm4x8 = 63
  case unpackUnorm4x8 = 64
  case unpackDouble2x32 = 65
  case length = 66
  case distance = 67
  case cross = 68
  case normalize = 69
  case faceForward = 70
  case reflect = 71
  case refract = 72
  case findILsb = 73
  case findSMsb = 74
  case findUMsb = 75
  case interpolateAtCentroid = 76
  case interpolateAtSample = 77
  case interpolateAtOffset = 78
  case nMin = 79
  case nMax = 80
  case nClamp = 81
}

extension GLSLInstruction {
  /// Whether component i of the result hangs on component i of each operand alone; those not listed may not.
  public var isComponentwise: Bool {
    switch self {
    case .round, .roundEven, .trunc, .fAbs, .sAbs, .fSign, .sSign, .floor, .ceil, .fract, .radians, .degrees,
      .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .atan2, .pow, .exp,
      .log, .exp2, .log2, .sqrt, .inverseSqrt, .fMin, .uMin, .sMin, .fMax, .uMax, .sMax, .fClamp, .uClamp,
      .sClamp, .fMix, .step, .smoothStep, .fma, .nMin, .nMax, .nClamp:
      true
    default: false
    }
  }
}
