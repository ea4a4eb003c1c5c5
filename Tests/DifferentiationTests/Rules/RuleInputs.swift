import Interpreter
import SPIRV

/// The inputs of rule modules: arguments with given values and slopes at the pixel, under perspective.
struct RuleInputs: Sendable {
  /// The arguments' values at the pixel.
  var values: [Tensor]
  /// Per pixel step in x and in y.
  var slopes: [(x: Tensor, y: Tensor)]

  /// An input's scalar at a place: v·w' is affine, so that the seeds' formula is exact.
  func input(_ scalar: InterfaceScalar, at place: Position) -> Double {
    if scalar.builtIn == .fragCoord {
      return [place.x, place.y, 0.5, reciprocalW(place)][scalar.path.last ?? 0]
    }
    guard let number = Int(scalar.name.dropFirst()), number < values.count else {
      return other(scalar, place)
    }
    let at = offset(scalar.path, values[number].shape)
    if scalar.name.hasPrefix("s") {
      // What changes in one direction has one slope: the one that is not zero.
      return slopes[number].x.values[at] + slopes[number].y.values[at]
    }
    if scalar.interpolation == .flat { return values[number].values[at] }
    let (dx, dy) = (place.x - RuleModule.position.x, place.y - RuleModule.position.y)
    let numerator =
      values[number].values[at] * reciprocalW(RuleModule.position)
      + slopes[number].x.values[at] * dx + slopes[number].y.values[at] * dy
    return numerator / reciprocalW(place)
  }

  /// A varying that is no argument.
  private func other(_ scalar: InterfaceScalar, _ place: Position) -> Double {
    let (dx, dy) = (place.x - RuleModule.position.x, place.y - RuleModule.position.y)
    let component = Double(scalar.path.last ?? 0)
    let numerator = 0.4 + 0.2 * component + (0.05 + 0.01 * component) * dx - 0.03 * dy
    return scalar.interpolation == .smooth ? numerator / reciprocalW(place) : numerator
  }

  private func offset(_ path: [Int], _ shape: Tensor.Shape) -> Int {
    switch shape {
    case .scalar: 0
    case .vector: path.last ?? 0
    case .matrix(_, let rows): (path.dropLast().last ?? 0) * rows + (path.last ?? 0)
    }
  }

  private func reciprocalW(_ place: Position) -> Double {
    0.8 + 0.01 * (place.x - RuleModule.position.x) - 0.007 * (place.y - RuleModule.position.y)
  }
}
