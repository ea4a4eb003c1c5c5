import SeededRandom

/// Changes SPIR-V modules so that many stay valid: words are exchanged for such as stand for things of the same type.
public struct ModuleMutator {
  private var random: SeededGenerator

  /// Mutations that follow from a seed.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// An instruction's place among the words.
  private struct Place {
    var start: Int
    var count: Int
    var opcode: UInt32
  }

  /// A changed copy, of no more than `limit` bytes; the input itself where it is no module.
  public func mutate(_ bytes: [UInt8], limit: Int) -> [UInt8] {
    var copy = self
    return copy.mutated(bytes, limit: limit)
  }

  private mutating func mutated(_ bytes: [UInt8], limit: Int) -> [UInt8] {
    var words = stride(from: 0, to: bytes.count / 4 * 4, by: 4).map { place in
      UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
        | UInt32(bytes[place + 3]) << 24
    }
    for _ in 0..<Int.random(in: 1...4, using: &random) { change(&words, limit: limit / 4) }
    return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) } }
  }

  private static func places(_ words: [UInt32]) -> [Place] {
    var places: [Place] = []
    var start = 5
    while start < words.count {
      let count = Int(words[start] >> 16)
      guard count > 0, start + count <= words.count else { break }
      places.append(Place(start: start, count: count, opcode: words[start] & 0xffff))
      start += count
    }
    return places
  }

  private mutating func change(_ words: inout [UInt32], limit: Int) {
    let places = Self.places(words)
    guard let place = places.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<20, using: &random) {
    case 0: words[2] = UInt32.random(in: .min ... .max, using: &random)
    case 1: words[2] = 0
    case 2: remove(place, from: &words)
    case 3: repeatInstruction(place, in: &words, limit: limit)
    case 4: swap(place, places, in: &words)
    case 5: changeLiteral(place, in: &words)
    case 6...8: changeConstant(places, in: &words)
    case 9: changeOpcode(place, places, in: &words)
    default: changeOperand(place, places, in: &words)
    }
  }

  private func remove(_ place: Place, from words: inout [UInt32]) {
    words.removeSubrange(place.start..<place.start + place.count)
  }

  /// Says an instruction twice; the second time with a result of its own, where it seems to have one.
  private mutating func repeatInstruction(_ place: Place, in words: inout [UInt32], limit: Int) {
    guard words.count + place.count <= limit else { return }
    var copy = Array(words[place.start..<place.start + place.count])
    if place.count > 2, words[3] < 1 << 16 {
      copy[2] = words[3]
      words[3] += 1
    }
    words.insert(contentsOf: copy, at: place.start + place.count)
  }

  private mutating func swap(_ place: Place, _ places: [Place], in words: inout [UInt32]) {
    guard let other = places.randomElement(using: &random), other.start != place.start else { return }
    let (first, second) = place.start < other.start ? (place, other) : (other, place)
    let (a, b) = (first.start..<first.start + first.count, second.start..<second.start + second.count)
    words = Array(
      words[..<a.lowerBound] + words[b] + words[a.upperBound..<b.lowerBound] + words[a]
        + words[b.upperBound...])
  }

  private mutating func changeLiteral(_ place: Place, in words: inout [UInt32]) {
    guard place.count > 1 else { return }
    let word = place.start + Int.random(in: 1..<place.count, using: &random)
    let values: [UInt32] = [0, 1, 2, 3, 4, 5, 7, 8, 16, 32, 64, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: words[word] &+= 1
    case 1: words[word] &-= 1
    case 2: words[word] ^= 1 << UInt32.random(in: 0..<32, using: &random)
    default: words[word] = values.randomElement(using: &random) ?? 0
    }
  }

  /// Gives a constant another value: floats mostly such as rules have a case of their own for.
  private mutating func changeConstant(_ places: [Place], in words: inout [UInt32]) {
    let (constant, array): (UInt32, UInt32) = (43, 28)
    let all = places.filter { $0.opcode == constant && $0.count == 4 || $0.opcode == array && $0.count == 4 }
    guard let place = all.randomElement(using: &random) else { return }
    let floats: [Float] = [0, -0.0, 1, -1, 2, 0.5, 3, 1e-37, 1e30, .infinity, .nan, 255, 1.5]
    let integers: [UInt32] = [0, 1, 2, 3, 4, 5, 8, 31, 32, 100, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
    let float = floats.randomElement(using: &random)?.bitPattern ?? 0
    let integer = integers.randomElement(using: &random) ?? 0
    if place.opcode == constant { words[place.start + 3] = Bool.random(using: &random) ? float : integer }
  }

  /// Lets an instruction do what another one of its length does.
  private mutating func changeOpcode(_ place: Place, _ places: [Place], in words: inout [UInt32]) {
    let alike = places.filter { $0.count == place.count }
    let arithmetic = (124...209).map { UInt32($0) }
    let known = alike.randomElement(using: &random)?.opcode ?? place.opcode
    let opcode = Bool.random(using: &random) ? known : arithmetic.randomElement(using: &random) ?? known
    words[place.start] = UInt32(place.count) << 16 | opcode
  }

  /// Exchanges an operand for an id of the same type, as far as words tell, or for one near it.
  private mutating func changeOperand(_ place: Place, _ places: [Place], in words: inout [UInt32]) {
    guard place.count > 1 else { return }
    // An extended instruction's number.
    if place.opcode == 12, place.count > 4, Int.random(in: 0..<3, using: &random) == 0 {
      words[place.start + 4] = UInt32.random(in: 1...81, using: &random)
      return
    }
    let first = place.count > 3 ? 3 : 1
    let word = place.start + Int.random(in: first..<place.count, using: &random)
    let old = words[word]
    let results = places.filter { $0.count > 2 }
    let type = results.first { words[$0.start + 2] == old }.map { words[$0.start + 1] }
    let alike = results.filter { words[$0.start + 1] == type }.map { words[$0.start + 2] }
    if let id = alike.randomElement(using: &random) {
      words[word] = id
    } else if words[3] > 1, Bool.random(using: &random) {
      words[word] = UInt32.random(in: 1..<words[3], using: &random)
    } else {
      words[word] = Bool.random(using: &random) ? old &+ 1 : old &- 1
    }
  }
}
