/// A precision qualifier: how many bits of a mantissa it promises, and what is interpolated in its cases.
enum Precision: String, Hashable, Sendable, CaseIterable {
  case lowp, mediump, highp

  /// The bits of a mantissa that a driver must keep.
  var mantissaBits: Int {
    switch self {
    case .lowp: 6
    case .mediump: 10
    case .highp: 23
    }
  }

  /// The interpolated values' one end; the suite's numbers, within what the precision holds.
  var least: SIMD4<Float> {
    switch self {
    case .lowp: SIMD4(0, -1, 0, 1)
    case .mediump: SIMD4(-37, 47, -7, 0)
    case .highp: SIMD4(-97, 0.2, 71, 74)
    }
  }

  /// The other end.
  var most: SIMD4<Float> {
    switch self {
    case .lowp: SIMD4(1, 1, -1, -1)
    case .mediump: SIMD4(-1, 12, 7, 19)
    case .highp: SIMD4(-13.2, -77, 44, 76)
    }
  }
}
