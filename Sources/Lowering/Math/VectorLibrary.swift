import CLLVM

/// Functions of 64-bit floats by glibc's libmvec.
///
/// Always by the same entry points, a scalar in a vector of equal lanes, so that every width gives the same bits.
extension Lane {
  /// A function of libmvec's, by its name in C.
  func vectorLibrary(_ name: String, _ operands: [Value]) -> Value {
    let operands = matched(operands)
    guard let library = processor.vectorLibrary else {
      return perLane(operands) { call(name, $0, result: doubleType) }
    }
    let symbol = library.prefix + String(repeating: "v", count: operands.count) + "_" + name
    let group = LLVMVectorType(doubleType, UInt32(library.lanes)) as LLVMTypeRef
    guard isVector(operands[0]) else {
      let wide = operands.map { repeated($0, group, library.lanes) }
      return extract(call(symbol, wide, result: group), 0)
    }
    let count = Int(LLVMGetVectorSize(LLVMTypeOf(operands[0])))
    let parts = stride(from: 0, to: count, by: library.lanes).map { start in
      call(symbol, operands.map { shuffle($0, Array(start..<start + library.lanes)) }, result: group)
    }
    return joined(parts, lanes: library.lanes)
  }

  private func repeated(_ scalar: Value, _ group: LLVMTypeRef, _ lanes: Int) -> Value {
    (0..<lanes).reduce(LLVMGetPoison(group)) { insert(scalar, into: $0, $1) }
  }

  /// Vectors one after another as one, by halves.
  private func joined(_ parts: [Value], lanes: Int) -> Value {
    guard parts.count > 1 else { return parts[0] }
    let pairs = stride(from: 0, to: parts.count, by: 2).map { first -> Value in
      let order = vector((0..<2 * lanes).map { integer($0) })
      return LLVMBuildShuffleVector(builder, parts[first], parts[first + 1], order, "")
    }
    return joined(pairs, lanes: 2 * lanes)
  }
}

/// A set of libmvec's entry points, which the names of x86-64's vector ABI tell apart.
enum VectorLibrary {
  case avx2, sse4

  var prefix: String { self == .avx2 ? "_ZGVdN4" : "_ZGVbN2" }
  var lanes: Int { self == .avx2 ? 4 : 2 }
}
