#if LIBFUZZER
  import Glibc
  import FuzzTargets

  /// libFuzzer's entry for programs with a `main` of their own.
  @_silgen_name("LLVMFuzzerRunDriver")
  private func LLVMFuzzerRunDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

  /// libFuzzer's own mutations.
  @_silgen_name("LLVMFuzzerMutate")
  private func LLVMFuzzerMutate(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maximum: Int) -> Int

  /// Hands the process to libFuzzer.
  func runLibFuzzer() -> Never {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    let status = withUnsafeMutablePointer(to: &arguments) {
      $0.withMemoryRebound(
        to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.self, capacity: 1
      ) {
        LLVMFuzzerRunDriver(&count, $0) { data, size in
          check(Array(UnsafeBufferPointer(start: data, count: size)))
          return 0
        }
      }
    }
    exit(status)
  }

  /// Called by libFuzzer for each mutation: half of those of modules know what words are.
  @_cdecl("LLVMFuzzerCustomMutator")
  public func mutate(
    _ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maximum: Int, _ seed: CUnsignedInt
  ) -> Int {
    guard let data, [.spirv, .emission, .lowering].contains(target), size >= 24, seed % 8 != 0 else {
      return LLVMFuzzerMutate(data, size, maximum)
    }
    let changed = ModuleMutator(seed: UInt64(seed)).mutate(
      Array(UnsafeBufferPointer(start: data, count: size)), limit: maximum)
    data.update(from: changed, count: changed.count)
    return changed.count
  }
#endif
