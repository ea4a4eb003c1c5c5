/// The program of a seed, and what becomes of it.
public enum Fuzzer {
  /// The program of a seed.
  public static func program(seed: UInt64) -> Program {
    var writer = ShaderWriter(seed: seed)
    return writer.program()
  }

  /// The turn of a seed; see ``Judge/turn``.
  public static func turn(seed: UInt64) -> Int { Int(seed % 240) }

  /// Judges the program of a seed.
  ///
  /// - Throws: ``Failure``.
  public static func judge(seed: UInt64, draws: Bool = true) throws(Failure) -> Judgment {
    try Judge(turn: turn(seed: seed), draws: draws).judge(program(seed: seed).text)
  }

  /// The text of a small program with the failure of a seed's, as it is kept: its turn in the first line.
  public static func kept(
    seed: UInt64, _ failure: Failure, judgedBy judge: ((String) -> Failure?)? = nil
  ) -> String {
    let turn = turn(seed: seed)
    var reducer = Reducer { text in
      judge.map { $0(text) } ?? Judge(turn: turn, draws: draws(failure.kind)).failure(of: text)
    }
    let program = reducer.reduced(program(seed: seed), failure)
    return "// turn \(turn)\n" + program.text
  }

  /// Whether a failure shows only where a program is drawn.
  private static func draws(_ kind: Failure.Kind) -> Bool {
    switch kind {
    case .source, .conversion, .optimizedConversion, .soundness, .optimizedSoundness, .emission,
      .recompilation:
      false
    case .drawing, .derivative, .lanes, .crash: true
    }
  }

  /// The turn in the first line of a kept text.
  public static func turn(ofKept text: String) -> Int {
    Int(text.prefix { !$0.isNewline }.split(separator: " ").last ?? "") ?? 0
  }
}
