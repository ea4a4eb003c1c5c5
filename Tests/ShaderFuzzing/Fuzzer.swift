/// The program of a seed, and what becomes of it.
public enum Fuzzer {
  /// The program of a seed.
  public static func program(seed: UInt64) -> Program {
    var writer = ShaderWriter(seed: seed)
    return writer.program()
  }
}
