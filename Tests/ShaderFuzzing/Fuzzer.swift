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

  /// The text of a small program with the failure of a seed's, as it is kept: its turn in the last line.
  public static func kept(
    seed: UInt64, _ failure: Failure, judgedBy judge: ((String) -> Failure?)? = nil
  ) -> String {
    let turn = turn(seed: seed)
    var reducer = Reducer { text in
      judge.map { $0(text) } ?? Judge(turn: turn, draws: draws(failure.kind)).failure(of: text)
    }
    let program = reducer.reduced(program(seed: seed), failure)
    return kept(program.text, turn: turn)
  }

  /// Whether a failure shows only where a program is drawn.
  private static func draws(_ kind: Failure.Kind) -> Bool {
    switch kind {
    case .source, .conversion, .optimizedConversion, .soundness, .optimizedSoundness, .emission,
      .recompilation:
      false
    case .drawing, .derivative, .lanes, .optimizedValues, .crash: true
    }
  }

  /// A text with its turn in the last line: nothing may stand before the version in OpenGL ES.
  public static func kept(_ text: String, turn: Int) -> String { text + "// turn \(turn)\n" }

  /// The turn in the last line of a kept text.
  public static func turn(ofKept text: String) -> Int {
    let last = text.split(whereSeparator: \.isNewline).last ?? ""
    return Int(last.split(separator: " ").last ?? "") ?? 0
  }
}
