/// The words of an instruction after the first: a range of the words they were read from, which all instructions
/// of a module share, or an array of their own.
///
/// A module is read without an allocation for each instruction; a change copies the few words it concerns.
@usableFromInline struct Operands: RandomAccessCollection, Hashable, Sendable {
  @usableFromInline var words: [UInt32]
  @usableFromInline var start: UInt32
  @usableFromInline var length: UInt32

  /// Operands that own their words.
  init(_ words: [UInt32]) {
    self.words = words
    start = 0
    length = UInt32(words.count)
  }

  /// A range of the words of a module.
  @inlinable init(of words: [UInt32], _ range: Range<Int>) {
    self.words = words
    start = UInt32(range.lowerBound)
    length = UInt32(range.count)
  }

  @inlinable var startIndex: Int { 0 }
  @inlinable var endIndex: Int { Int(length) }
  @inlinable var count: Int { Int(length) }

  @inlinable subscript(position: Int) -> UInt32 {
    get {
      precondition(position >= 0 && position < count, "an operand that is not there")
      return words[Int(start) + position]
    }
    set {
      own()
      words[position] = newValue
    }
  }

  /// The operands from a position on.
  func suffix(from position: Int) -> ArraySlice<UInt32> {
    let end = Int(start) + Int(length)
    return words[Swift.min(Int(start) + position, end)..<end]
  }

  /// All operands as a slice.
  var slice: ArraySlice<UInt32> { suffix(from: 0) }

  /// Adds operands.
  static func += (operands: inout Operands, more: [UInt32]) {
    operands.own()
    operands.words += more
    operands.length = UInt32(operands.words.count)
  }

  /// Makes the words the instruction's own, alone.
  @usableFromInline mutating func own() {
    guard start != 0 || count != words.count else { return }
    words = Array(slice)
    start = 0
  }

  /// Writes the operands to a module's words; returns the place behind them.
  func write(to target: UnsafeMutableBufferPointer<UInt32>, at place: Int) -> Int {
    let (first, length) = (Int(start), count)
    precondition(place >= 0 && place + length <= target.count, "more words than were counted")
    words.withUnsafeBufferPointer { source in
      precondition(first + length <= source.count, "operands that are not there")
      for position in 0..<length { target[place + position] = source[first + position] }
    }
    return place + length
  }

  /// Calls a body with the words.
  func withWords<Result>(_ body: (UnsafeBufferPointer<UInt32>) -> Result) -> Result {
    let range = Int(start)..<Int(start) + count
    return words.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Adds the operands to some words.
  func append(to target: inout [UInt32]) {
    let range = Int(start)..<Int(start) + count
    words.withUnsafeBufferPointer { target.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Visits the operands from a position on.
  func forEach(from position: Int, _ body: (UInt32) -> Void) {
    let (first, end) = (Int(start) + position, Int(start) + Int(length))
    guard first < end else { return }
    for at in first..<end { body(words[at]) }
  }

  /// Whether a number stands among the operands.
  func contains(_ number: UInt32) -> Bool {
    for position in Int(start)..<Int(start) + Int(length) where words[position] == number { return true }
    return false
  }

  @usableFromInline static func == (a: Operands, b: Operands) -> Bool { a.slice == b.slice }

  @usableFromInline func hash(into hasher: inout Hasher) { slice.hash(into: &hasher) }
}
