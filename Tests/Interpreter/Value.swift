import SPIRV

/// A value of the shader on all lanes.
public indirect enum Value: Sendable {
  /// A floating-point scalar of any width, computed in double.
  case float(Lanes<Double>)
  /// An integer, its bits zero-extended.
  case int(Lanes<UInt64>, width: Int)
  /// A Boolean.
  case bool(Lanes<Bool>)
  /// A vector, matrix (of columns), array or structure.
  case composite([Value])
  /// A pointer; the same on every lane.
  case pointer(Pointer)
  /// An image, a sampler, or both.
  case texture(Texture)

  /// A place in memory.
  public struct Pointer: Hashable, Sendable {
    var cell: Int
    var path: [Int]
    var flaw = Flaw()
    /// The Input variable it points into, for interpolation functions.
    var input: UInt32?
  }

  /// A procedural texture.
  public struct Texture: Hashable, Sendable {
    /// The variable's name, with indices where it is an element of an array.
    public var name: String
    var seed: UInt64
  }

  /// Every scalar in order, at the pixel itself; Booleans are 0 and 1.
  public var centre: [Double] {
    switch self {
    case .float(let lanes): [lanes.centre]
    case .int(let lanes, let width): [Double(signExtended(lanes.centre, width))]
    case .bool(let lanes): [lanes.centre ? 1 : 0]
    case .composite(let parts): parts.flatMap(\.centre)
    case .pointer, .texture: []
    }
  }

  /// Every scalar's lanes in order, for floating-point values.
  public var floats: [Lanes<Double>] {
    switch self {
    case .float(let lanes): [lanes]
    case .composite(let parts): parts.flatMap(\.floats)
    default: []
    }
  }

  /// Whether any scalar is tainted: lanes disagreed on the way to it.
  public var isTainted: Bool { flaw.isTainted }

  var flaw: Flaw {
    switch self {
    case .float(let lanes): return lanes.flaw
    case .int(let lanes, _): return lanes.flaw
    case .bool(let lanes): return lanes.flaw
    case .pointer(let pointer): return pointer.flaw
    case .texture: return Flaw()
    case .composite(let parts):
      var flaw = Flaw()
      for part in parts { flaw.merge(part.flaw) }
      return flaw
    }
  }

  func flawed(like flaw: Flaw) -> Value {
    if flaw.isNone { return self }
    switch self {
    case .float(let lanes): return .float(lanes.flawed(like: flaw))
    case .int(let lanes, let width): return .int(lanes.flawed(like: flaw), width: width)
    case .bool(let lanes): return .bool(lanes.flawed(like: flaw))
    case .composite(let parts): return .composite(parts.map { $0.flawed(like: flaw) })
    case .texture: return self
    case .pointer(var pointer):
      pointer.flaw.merge(flaw)
      return .pointer(pointer)
    }
  }

  /// The components of a vector or the parts of another composite; a scalar is its own one part.
  var parts: [Value] {
    if case .composite(let parts) = self { return parts }
    return [self]
  }

  /// The composite of some parts, or the one part itself where the model was a scalar.
  func shaped(_ parts: [Value]) -> Value {
    if case .composite = self { return .composite(parts) }
    return parts.first ?? self
  }

  func mapLeaves(_ body: (Value) throws -> Value) rethrows -> Value {
    guard case .composite(let parts) = self else { return try body(self) }
    return .composite(try parts.map { try $0.mapLeaves(body) })
  }

  func zipLeaves(_ other: Value, _ body: (Value, Value) throws -> Value) rethrows -> Value {
    guard case .composite(let a) = self, case .composite(let b) = other else { return try body(self, other) }
    return .composite(try zip(a, b).map { try $0.zipLeaves($1, body) })
  }

  /// Lane by lane one of two values of the same shape.
  static func select(_ condition: Lanes<Bool>, _ a: Value, _ b: Value) -> Value {
    if condition.values.count == 1 { return (condition.centre ? a : b).flawed(like: condition.flaw) }
    return a.zipLeaves(b) { a, b in
      switch (a, b) {
      case (.float(let a), .float(let b)): .float(choose(condition, a, b))
      case (.int(let a, let width), .int(let b, _)): .int(choose(condition, a, b).settled, width: width)
      case (.bool(let a), .bool(let b)): .bool(choose(condition, a, b).settled)
      default: (condition.centre ? a : b).flawed(like: condition.flaw)
      }
    }
  }

  private static func choose<Element>(
    _ condition: Lanes<Bool>, _ a: Lanes<Element>, _ b: Lanes<Element>
  ) -> Lanes<Element> {
    let pairs = a.zip(b) { [$0, $1] }
    return condition.zip(pairs) { $0 ? $1[0] : $1[1] }
  }
}

/// The low bits of a number.
func truncated(_ bits: UInt64, _ width: Int) -> UInt64 {
  width >= 64 ? bits : bits & (1 << UInt64(width) - 1)
}

/// The signed number that the low bits are.
func signExtended(_ bits: UInt64, _ width: Int) -> Int64 {
  let shift = Int64(64 - width)
  return (Int64(bitPattern: bits) << shift) >> shift
}

extension Value {
  static func float(_ number: Double) -> Value { .float(Lanes(number)) }
  static func int(_ number: Int, width: Int = 32) -> Value {
    .int(Lanes(truncated(UInt64(bitPattern: Int64(number)), width)), width: width)
  }
  static func bool(_ truth: Bool) -> Value { .bool(Lanes(truth)) }

  /// The value at the end of a path; indices are clamped to what is there, as robust access does.
  func at(_ path: ArraySlice<Int>) -> Value {
    guard let first = path.first, case .composite(let parts) = self, !parts.isEmpty else { return self }
    return parts[min(max(first, 0), parts.count - 1)].at(path.dropFirst())
  }

  /// Changes the value at the end of a path.
  mutating func update(_ path: ArraySlice<Int>, _ body: (inout Value) -> Void) {
    guard let first = path.first, case .composite(var parts) = self, !parts.isEmpty else {
      body(&self)
      return
    }
    // Emptied meanwhile, so that the parts are changed in place.
    self = .bool(false)
    parts[min(max(first, 0), parts.count - 1)].update(path.dropFirst(), body)
    self = .composite(parts)
  }
}
