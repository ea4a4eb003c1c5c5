/// An id of a SPIR-V module, typed by what it names so that a type is never taken for a value.
///
/// All ids of a module share one number space, from 1 to the header's bound less one.
public protocol ModuleID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
where RawValue == UInt32 {
  /// The id with a number; the number is not checked against a module.
  init(_ number: UInt32)
}

extension ModuleID {
  /// The id with a number; never nil.
  public init?(rawValue: UInt32) { self.init(rawValue) }

  /// The order of the ids' numbers.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// The id as the disassembler prints it, for example `%12`.
  public var description: String { "%\(rawValue)" }

  /// The number as an array index.
  @inlinable public var index: Int { Int(rawValue) }
}

/// Names a value: the result of an instruction that computes, a constant, a variable (its pointer) or a
/// parameter.
public struct ValueID: ModuleID {
  /// The id's number.
  public let rawValue: UInt32
  /// The id with a number.
  @inlinable public init(_ number: UInt32) { rawValue = number }
}

/// Names a type.
public struct TypeID: ModuleID {
  /// The id's number.
  public let rawValue: UInt32
  /// The id with a number.
  @inlinable public init(_ number: UInt32) { rawValue = number }
}

/// Names a block by its OpLabel.
public struct LabelID: ModuleID {
  /// The id's number.
  public let rawValue: UInt32
  /// The id with a number.
  @inlinable public init(_ number: UInt32) { rawValue = number }
}

/// Names a function by its OpFunction.
public struct FunctionID: ModuleID {
  /// The id's number.
  public let rawValue: UInt32
  /// The id with a number.
  @inlinable public init(_ number: UInt32) { rawValue = number }
}

/// Names an imported set of extended instructions.
public struct ExtendedSetID: ModuleID {
  /// The id's number.
  public let rawValue: UInt32
  /// The id with a number.
  @inlinable public init(_ number: UInt32) { rawValue = number }
}
