import CLLVM

// The conversion of floats to integers that x86 processors have: one instruction, where LLVM's saturating conversion is
// six. LLVM's own fptosi is no choice: its result is undefined where the number does not fit.

extension Lane {
  /// A 32-bit float without its fraction as a 32-bit integer, the least one where it does not fit; nil of other types
  /// and where the processor has no such instruction.
  func truncatedByProcessor(_ value: Value, _ scalar: LLVMTypeRef) -> Value? {
    let most = processor.truncatedLanes
    guard bits(value) == 32, LLVMGetIntTypeWidth(scalar) == 32, most > 0 else { return nil }
    guard isVector(value) else {
      let vector = LLVMBuildInsertElement(
        builder, LLVMConstNull(LLVMVectorType(floatType, 4)), value, integer(0), "")
      return vector.map { call(intrinsic: "llvm.x86.sse.cvttss2si", [$0], overloads: []) }
    }
    return truncated(value, lanes: Int(LLVMGetVectorSize(LLVMTypeOf(value))), most: most)
  }

  private func truncated(_ value: Value, lanes: Int, most: Int) -> Value {
    if lanes > most {
      let half = lanes / 2
      let halves = [0, half].map { first in
        truncated(part(value, value, first..<(first + half)), lanes: half, most: most)
      }
      return part(halves[0], halves[1], 0..<lanes)
    }
    switch lanes {
    case 16:
      let type: LLVMTypeRef = LLVMVectorType(integerType(32), 16)
      // All lanes, rounding as the instruction's name says.
      return call(
        intrinsic: "llvm.x86.avx512.mask.cvttps2dq.512",
        [value, zero(type), integer(-1, bits: 16), integer(4)], overloads: [])
    case 8: return call(intrinsic: "llvm.x86.avx.cvtt.ps2dq.256", [value], overloads: [])
    default: return call(intrinsic: "llvm.x86.sse2.cvttps2dq", [value], overloads: [])
    }
  }

  /// Some of the lanes of two vectors one after the other.
  private func part(_ a: Value, _ b: Value, _ lanes: Range<Int>) -> Value {
    var indices: [LLVMValueRef?] = lanes.map { integer($0) }
    return LLVMBuildShuffleVector(builder, a, b, LLVMConstVector(&indices, UInt32(indices.count)), "")
  }

  /// A number to be converted to an integer without a zero added to it, as hashes of a lattice's corners have it: that
  /// changes the sign of zero only, which an integer does not have.
  func withoutZero(_ value: Value) -> Value {
    guard LLVMIsAInstruction(value) != nil, LLVMGetInstructionOpcode(value) == LLVMFAdd else { return value }
    for operand in [UInt32(0), 1] {
      if let zero = LLVMGetOperand(value, operand), LLVMIsNull(zero) != 0 {
        return LLVMGetOperand(value, 1 - operand)
      }
    }
    return value
  }
}
