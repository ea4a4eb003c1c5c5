import VulkanWitness

/// A direction on the screen.
enum ScreenDirection: CaseIterable, Sendable {
  case x, y
}

/// The fine differences that hardware took inside quads, beside the mean of the analytic derivative at the two pixels
/// of each difference, for one component.
///
/// The mean is the trapezoidal rule for the difference: its error is a twelfth of the third derivative.
struct DerivativeComparison: Sendable {
  /// Pairs of pixels that were compared.
  private(set) var compared = 0
  /// Pairs left out: their regions differ.
  private(set) var excluded = 0
  /// From the least to the greatest of the hardware's differences and 0.
  private(set) var range: Float = 0
  /// The greatest distance of any difference from the mean, infinite where either is no number.
  private(set) var greatestDistance: Float = 0
  /// The pixel it is at.
  private(set) var place = SIMD2(0, 0)

  /// The greatest distance as a share of the range; 0 where both are 0.
  var worst: Float { greatestDistance == 0 ? 0 : greatestDistance / range }
  /// The share of pairs that were left out.
  var excludedShare: Float { Float(excluded) / Float(max(compared + excluded, 1)) }

  /// Compares one component in one direction.
  init(
    differences: DrawnImage, tangents: DrawnImage, regions: DrawnImage, component: Int,
    direction: ScreenDirection
  ) {
    let across = direction == .x ? 1 : 0
    let down = 1 - across
    var least: Float = 0
    var most: Float = 0
    // A last column or row without its partner has a difference with a pixel outside the image.
    for y in stride(from: 0, to: differences.height - down, by: 1 + down) {
      for x in stride(from: 0, to: differences.width - across, by: 1 + across) {
        guard regions[x, y, component] == regions[x + across, y + down, component] else {
          excluded += 1
          continue
        }
        compared += 1
        let mean = (tangents[x, y, component] + tangents[x + across, y + down, component]) / 2
        for half in 0...1 {
          let difference = differences[x + half * across, y + half * down, component]
          least = min(least, difference)
          most = max(most, difference)
          let distance = distanceOrInfinity(difference, mean)
          if distance > greatestDistance {
            greatestDistance = distance
            place = SIMD2(x + half * across, y + half * down)
          }
        }
      }
    }
    range = most - least
  }
}

/// Two drawings of the same values, one component.
struct ValueComparison: Sendable {
  /// Pixels in different regions: rounding took a jump's other side.
  private(set) var parted = 0
  /// Pixels that were compared.
  private(set) var compared = 0
  /// The greatest distance, infinite where one is no number.
  private(set) var greatestDistance: Float = 0
  /// The pixel it is at.
  private(set) var place = SIMD2(0, 0)
  /// From the least to the greatest of the first drawing's values and 0.
  private(set) var range: Float = 0

  /// The share of pixels in different regions.
  var partedShare: Float { Float(parted) / Float(max(compared + parted, 1)) }

  /// Compares one component of two drawings whose regions are given.
  init(
    _ first: DrawnImage, _ second: DrawnImage, regions: (DrawnImage, DrawnImage), component: Int
  ) {
    var least: Float = 0
    var most: Float = 0
    for y in 0..<first.height {
      for x in 0..<first.width {
        guard regions.0[x, y, component] == regions.1[x, y, component] else {
          parted += 1
          continue
        }
        compared += 1
        let value = first[x, y, component]
        least = min(least, value)
        most = max(most, value)
        let distance = distanceOrInfinity(value, second[x, y, component])
        if distance > greatestDistance {
          greatestDistance = distance
          place = SIMD2(x, y)
        }
      }
    }
    range = most - least
  }
}

extension DrawnImage {
  /// The components in which both agree, elsewhere no number, which nothing equals.
  func agreeing(with other: DrawnImage) -> DrawnImage {
    DrawnImage(
      width: width, height: height,
      components: zip(components, other.components).map { $0 == $1 ? $0 : .nan })
  }
}

/// How far two numbers are apart; infinite where either is none.
func distanceOrInfinity(_ first: Float, _ second: Float) -> Float {
  let distance = abs(first - second)
  return distance.isNaN ? .infinity : distance
}
