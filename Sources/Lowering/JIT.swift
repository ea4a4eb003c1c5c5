import CLLVM

/// Turns modules of LLVM IR into code in this process.
enum JIT {
  static let isInitialized: Bool = {
    quadless_initialize_native_target()
    return true
  }()
}
