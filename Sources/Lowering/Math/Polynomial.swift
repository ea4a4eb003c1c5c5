import CLLVM

/// What the functions of 32-bit floats are built from.
///
/// They are the same IR instructions at every width, with each fused multiply-add written out, so that a result has
/// the same bits with 1, 4, 8 and 16 lanes: a hash such as `fract(sin(x) * 43758.5453)` multiplies a difference in the
/// last place by a million. On a host without fused multiply-add LLVM calls the C library's, with the same bits.
/// The coefficients are minimax fits by Tests/Minimax/fit.py; MathAccuracyTests measures every function.
extension Lane {
  /// c0 + c1 u + c2 u² …, lowest degree first, by Horner's rule.
  func polynomial(_ u: Value, _ coefficients: [Double]) -> Value {
    var sum = number(coefficients[coefficients.count - 1], like: u)
    for coefficient in coefficients.dropLast().reversed() {
      sum = fma(sum, u, number(coefficient, like: u))
    }
    return sum
  }

  /// x + x u p(u), which is x itself, sign of zero included, where u is so small that it does not matter.
  func oddPolynomial(_ x: Value, _ u: Value, _ coefficients: [Double]) -> Value {
    mul(x, fma(u, polynomial(u, coefficients), number(1, like: u)))
  }

  /// The bits of a 32-bit float.
  func floatBits(_ x: Value) -> Value { bitcast(x, to: integerType(32)) }

  /// The 32-bit float of bits.
  func float(fromBits bits: Value) -> Value { bitcast(bits, to: floatType) }

  /// The sign bit of a 32-bit float alone.
  func signBit(_ x: Value) -> Value {
    let bits = floatBits(x)
    return and(bits, integer(0x8000_0000, like: bits))
  }

  /// x with its sign flipped where a sign bit is set.
  func flipSign(_ x: Value, _ sign: Value) -> Value { float(fromBits: xor(floatBits(x), sign)) }

  /// A value where a condition, one Boolean, hardly ever holds, computed there in a block of its own.
  ///
  /// Leaves the builder at the end of another block than it was in.
  func unlikely(_ condition: Value, else usual: Value, _ body: () -> Value) -> Value {
    let start: LLVMBasicBlockRef = LLVMGetInsertBlock(builder)
    let function: Value = LLVMGetBasicBlockParent(start)
    let rare: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(context, function, "rare")
    let join: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(context, function, "join")
    // A branch on the undefined value of an idle lane would make everything undefined.
    markUnlikely(LLVMBuildCondBr(builder, LLVMBuildFreeze(builder, condition, ""), rare, join))
    LLVMPositionBuilderAtEnd(builder, rare)
    let unusual = body()
    let end: LLVMBasicBlockRef = LLVMGetInsertBlock(builder)
    LLVMBuildBr(builder, join)
    LLVMPositionBuilderAtEnd(builder, join)
    let phi: Value = LLVMBuildPhi(builder, LLVMTypeOf(usual), "")
    var values: [LLVMValueRef?] = [usual, unusual]
    var blocks: [LLVMBasicBlockRef?] = [start, end]
    LLVMAddIncoming(phi, &values, &blocks, 2)
    return phi
  }

  /// Tells LLVM that a branch's first way is hardly ever taken.
  private func markUnlikely(_ branch: Value) {
    var nodes: [LLVMMetadataRef?] = [LLVMMDStringInContext2(context, "branch_weights", 14)]
    nodes += [1, 100_000].map { LLVMValueAsMetadata(integer($0)) }
    let weights = LLVMMDNodeInContext2(context, &nodes, nodes.count)
    LLVMSetMetadata(
      branch, LLVMGetMDKindIDInContext(context, "prof", 4), LLVMMetadataAsValue(context, weights))
  }
}
