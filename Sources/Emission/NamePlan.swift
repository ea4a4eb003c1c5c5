/// Stand-ins for the source's names while SPIRV-Cross writes.
///
/// SPIRV-Cross renames what is legal in the source but suspect to it: `a__b` becomes `a_b`, `noise`
/// becomes `_noise`, `gl_FragColor` a fix-up. A uniform so renamed is another uniform. So each name goes
/// in as a marked number and comes back by a replacement in the text; the suffixes with which SPIRV-Cross
/// parts equal names of different scopes stay.
struct NamePlan {
  /// What each number stands for.
  private(set) var originals: [String] = []
  private var numbers: [Substring: Int] = [:]
  /// Starts a stand-in; no name in the module contains it.
  private let marker: String

  /// A plan for a module with the names `taken`.
  init(taken: some Sequence<String>) {
    let text = taken.joined(separator: " ")
    var marker = "qname"
    while text.contains(marker) { marker = "q" + marker }
    self.marker = marker
  }

  /// The stand-in for a name; equal names have equal ones.
  mutating func standIn(for name: String) -> String {
    if let number = numbers[name[...]] { return spelling(number) }
    numbers[name[...]] = originals.count
    originals.append(name)
    return spelling(originals.count - 1)
  }

  /// Whether the name is one of the source's that has a stand-in.
  func contains(_ name: Substring) -> Bool { numbers[name] != nil }

  private func spelling(_ number: Int) -> String { "\(marker)\(number)q" }

  /// The identifier with every stand-in within it replaced, or nil if there is none. SPIRV-Cross joins
  /// names at times, so one identifier may hold several.
  func expanded(_ identifier: Substring) -> String? {
    guard identifier.utf8.count > marker.utf8.count else { return nil }
    let bytes = Array(identifier.utf8)
    let markerBytes = Array(marker.utf8)
    var result: [UInt8] = []
    var position = 0
    var isChanged = false
    while position < bytes.count {
      if bytes[position...].starts(with: markerBytes),
        let (number, end) = number(in: bytes, at: position + markerBytes.count)
      {
        result += Array(originals[number].utf8)
        position = end
        isChanged = true
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return isChanged ? String(decoding: result, as: UTF8.self) : nil
  }

  /// The number that ends in `q` at `start`, and where the text goes on.
  private func number(in bytes: [UInt8], at start: Int) -> (Int, Int)? {
    var end = start
    var number = 0
    while end < bytes.count, bytes[end].isDigit {
      number = number * 10 + Int(bytes[end] - 0x30)
      end += 1
    }
    guard end > start, end < bytes.count, bytes[end] == UInt8(ascii: "q") else { return nil }
    return originals.indices.contains(number) ? (number, end + 1) : nil
  }
}
