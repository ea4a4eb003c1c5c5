/// A derivative function of GLSL.
struct DerivateFunction: Hashable, Sendable, CaseIterable {
  /// What it measures.
  enum Direction: String, Hashable, Sendable, CaseIterable {
    /// The change along x.
    case x = "dFdx"
    /// The change along y.
    case y = "dFdy"
    /// The sum of both sizes.
    case width = "fwidth"
  }

  /// How closely hardware is asked to look. The analytic answer is the same.
  enum Detail: String, Hashable, Sendable, CaseIterable {
    case plain = ""
    case fine = "Fine"
    case coarse = "Coarse"
  }

  /// What it measures.
  let direction: Direction
  /// How closely.
  let detail: Detail

  /// Its name in GLSL.
  var name: String { direction.rawValue + detail.rawValue }
  /// Its name in a case's name.
  var caseName: String { name.lowercased() }

  /// All nine.
  static let allCases = Direction.allCases.flatMap { direction in
    Detail.allCases.map { DerivateFunction(direction: direction, detail: $0) }
  }
}
