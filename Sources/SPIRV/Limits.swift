/// What a shader may cost. No shader that was written to be used comes near the defaults; one that exceeds a limit is
/// refused with an error that names it.
public struct Limits: Hashable, Sendable {
  /// The bytes of a SPIR-V module, or of a text with all that it includes, each time that it does. What its macros
  /// expand to may have a quarter as many tokens.
  public var inputBytes = 16 << 20
  /// How deep things nest: brackets, statements (of which `else if` is one in another), types, calls; 64 operators in a
  /// row count as one level. Types are further held to SPIR-V's own limit, 255.
  public var nesting = 1000
  /// Ids of the module, before and after; SPIR-V's own limit by default.
  public var ids = 0x3f_ffff
  /// Instructions of the module that is written.
  public var instructions = 4_000_000
  /// How long a conversion may take; nil for as long as it takes. It is looked at between the steps and in those of
  /// our own: the compilers below do not stop, but the other limits bound what they are given.
  public var time: Duration?

  /// The defaults.
  public init() {}
}

/// A limit that a shader exceeds.
public enum ExceededLimit: Error, Hashable, Sendable, CustomStringConvertible {
  /// ``Limits/inputBytes``.
  case inputBytes(Int)
  /// Tokens after the expansion of macros, a quarter of ``Limits/inputBytes``.
  case tokens(Int)
  /// ``Limits/nesting``, and what nests.
  case nesting(Int, of: String)
  /// ``Limits/ids``.
  case ids(Int)
  /// ``Limits/instructions``.
  case instructions(Int)
  /// ``Limits/time``.
  case time(Duration)

  /// The message, with the option that moves the limit.
  public var description: String {
    switch self {
    case .inputBytes(let limit):
      "more than \(limit) bytes with all that is included (--max-input-size)"
    case .tokens(let limit):
      "macros expand to more than \(limit) tokens, a quarter of the bytes of input allowed (--max-input-size)"
    case .nesting(let limit, let what): "\(what) nest more than \(limit) levels deep (--max-nesting)"
    case .ids(let limit): "the module needs more than \(limit) ids (--max-ids)"
    case .instructions(let limit): "the module needs more than \(limit) instructions (--max-instructions)"
    case .time(let limit):
      "it takes longer than \(limit) (--timeout)"
    }
  }
}

/// When work that was limited in time must be done.
public struct Deadline: Hashable, Sendable {
  private let limit: Duration
  private let end: ContinuousClock.Instant

  /// The end of a duration that begins now; nil for none.
  public init?(after limit: Duration?) {
    guard let limit else { return nil }
    self.limit = limit
    end = ContinuousClock.now.advanced(by: limit)
  }

  /// The seconds until then; below 0 when it is past.
  package var secondsLeft: Double {
    let (seconds, attoseconds) = (end - ContinuousClock.now).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// The limit, where it is exceeded.
  public var exceeded: ExceededLimit? { ContinuousClock.now > end ? .time(limit) : nil }
}
