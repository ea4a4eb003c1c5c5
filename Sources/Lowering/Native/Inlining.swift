import CLLVM

extension ModuleLowering {
  /// Has functions inlined where they are called, as long as the code stays of a size: what is one function to the
  /// renderer should be one to the optimizer.
  ///
  /// LLVM's own inliner asks whether each call pays for itself, and a shader's functions of some size never do.
  func inlineFunctions() {
    var calls: [ObjectIdentifier: Int] = [:]
    for callee in instanceOrder.flatMap({ $0.blocks.flatMap(\.codes) }).compactMap(\.callee) {
      calls[ObjectIdentifier(callee), default: 0] += 1
    }
    // Callees come before callers.
    var sizes: [ObjectIdentifier: Int] = [:]
    for instance in instanceOrder {
      let codes = instance.blocks.flatMap(\.codes)
      var size = codes.count
      for callee in codes.compactMap(\.callee) { size += sizes[ObjectIdentifier(callee)] ?? 1 }
      let copies = calls[ObjectIdentifier(instance)] ?? 1
      let isInlined = copies == 1 || size * copies <= Self.inlinedSize
      sizes[ObjectIdentifier(instance)] = isInlined ? size : 1
      if isInlined, let function = instance.llvm?.function { addAttributes(["alwaysinline"], to: function) }
    }
  }

  /// The most instructions of SPIR-V that all copies of a function may come to.
  private static let inlinedSize = 4000
}
