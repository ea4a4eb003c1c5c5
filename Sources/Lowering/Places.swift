import SPIRV

/// A pointer, known while lowering but for its dynamic indices.
struct Place: Hashable {
  /// What it points into.
  enum Root: Hashable {
    /// A variable of the function, or a pointer parameter that is handed over by value.
    case local(ValueID)
    /// A variable at global scope.
    case global(ValueID)
  }

  /// An index.
  enum Step: Hashable {
    case constant(Int)
    /// A value of the function.
    case value(ValueID)
    /// A dynamic index inside what the function was specialised for, by number.
    case argument(Int)
  }

  var root: Root
  var steps: [Step] = []
  /// What it points to.
  var type: TypeID

  /// The values among the indices.
  var dynamicValues: [ValueID] {
    steps.compactMap { if case .value(let id) = $0 { id } else { nil } }
  }

  /// Whether an index is not constant.
  var isDynamic: Bool {
    steps.contains { if case .constant = $0 { false } else { true } }
  }
}

/// An image, a sampler, or both.
struct ImageReference: Hashable {
  var image: Place
  var sampler: Place

  /// The values among the indices.
  var dynamicValues: [ValueID] { image.dynamicValues + sampler.dynamicValues }
}

/// A function and what it is specialised for.
struct InstanceKey: Hashable {
  /// What stands for a parameter that is no number: its dynamic indices numbered through.
  enum Argument: Hashable {
    case value
    case place(Place)
    case image(ImageReference)
  }

  var function: FunctionID
  var arguments: [Argument]
}

/// A set of small numbers.
struct BitSet: Hashable {
  private var words: [UInt64]

  init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

  func contains(_ member: Int) -> Bool { words[member >> 6] >> UInt64(member & 63) & 1 != 0 }
  mutating func insert(_ member: Int) { words[member >> 6] |= 1 << UInt64(member & 63) }
  mutating func remove(_ member: Int) { words[member >> 6] &= ~(1 << UInt64(member & 63)) }

  /// Adds another's members; returns whether that changed anything.
  mutating func formUnion(_ other: BitSet) -> Bool {
    var changed = false
    for at in words.indices where other.words[at] & ~words[at] != 0 {
      words[at] |= other.words[at]
      changed = true
    }
    return changed
  }

  mutating func subtract(_ other: BitSet) {
    for at in words.indices { words[at] &= ~other.words[at] }
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// The least member.
  var first: Int? {
    for at in words.indices where words[at] != 0 { return at * 64 + words[at].trailingZeroBitCount }
    return nil
  }

  /// The members in ascending order.
  var members: [Int] {
    var members: [Int] = []
    for at in words.indices {
      var word = words[at]
      while word != 0 {
        members.append(at * 64 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
    return members
  }
}
