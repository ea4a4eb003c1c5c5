/// What the errors of a site's pixels come to.
public struct ErrorSummary: Codable, Hashable, Sendable {
  /// The number of pixels.
  public var pixels: Int
  /// The error that half of the pixels do not exceed.
  public var median: Double
  /// The error that 99 of 100 pixels do not exceed.
  public var percentile99: Double
  /// The greatest error.
  public var worst: Double
  /// The pixel that has it: the first in reading order.
  public var worstX: Int
  /// Its row.
  public var worstY: Int

  /// The summary of errors by pixel, in rows of `width`; NaN stands where a pixel has none. Nil where no
  /// pixel has one.
  ///
  /// Percentiles are by nearest rank: the least error that at least the asked share of the pixels does not
  /// exceed.
  public init?(errors: some Collection<Float>, width: Int) {
    var present: [Float] = []
    var worst: (error: Float, index: Int) = (-1, 0)
    for (index, error) in errors.enumerated() where !error.isNaN {
      present.append(error)
      if error > worst.error { worst = (error, index) }
    }
    guard !present.isEmpty else { return nil }
    present.sort()
    pixels = present.count
    median = Double(present[nearestRank(0.5, of: present.count)])
    percentile99 = Double(present[nearestRank(0.99, of: present.count)])
    self.worst = Double(worst.error)
    worstX = worst.index % width
    worstY = worst.index / width
  }
}

/// The index in ascending order of the least value that at least a share of `count` values does not exceed.
private func nearestRank(_ share: Double, of count: Int) -> Int {
  min(count - 1, max(0, Int((share * Double(count)).rounded(.up)) - 1))
}
