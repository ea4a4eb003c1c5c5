/// What is asked of every instruction of a module, by its opcode, in one look-up.
public struct OpTraits: OptionSet, Sendable {
  /// One bit a trait.
  public let rawValue: UInt8

  /// Traits from their bits.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// ``Op/isSite``.
  @inlinable public static var site: OpTraits { OpTraits(rawValue: 1) }
  /// ``Op/isDerivative``.
  @inlinable public static var derivative: OpTraits { OpTraits(rawValue: 2) }
  /// ``Op/mayTakeParity``.
  @inlinable public static var parity: OpTraits { OpTraits(rawValue: 4) }
  /// ``Op/isSkeleton``.
  @inlinable public static var skeleton: OpTraits { OpTraits(rawValue: 8) }
  /// ``Op/isTerminator``.
  @inlinable public static var terminator: OpTraits { OpTraits(rawValue: 32) }
  /// ``Op/isNote``.
  @inlinable public static var note: OpTraits { OpTraits(rawValue: 64) }
  /// Of source text, its file and its lines, or made with it: what may go with debug info.
  static let debug = OpTraits(rawValue: 128)

  /// The traits of every opcode; loops over instructions take the table once.
  public static let table: [OpTraits] = {
    var table = [OpTraits](repeating: [], count: 1 << 16)
    for row in opTable {
      let op = Op(rawValue: row.code)
      var traits: OpTraits = []
      if op.isSite { traits.insert(.site) }
      if op.isDerivative { traits.insert(.derivative) }
      if op.mayTakeParity { traits.insert(.parity) }
      if op.isSkeleton { traits.insert(.skeleton) }
      if op.isTerminator { traits.insert(.terminator) }
      if op.isNote { traits.insert(.note) }
      switch op {
      case .line, .noLine, .string, .source, .sourceContinued, .sourceExtension, .moduleProcessed:
        traits.insert(.debug)
      default: break
      }
      table[Int(row.code)] = traits
    }
    return table
  }()
}
