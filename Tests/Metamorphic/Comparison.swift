import Interpreter

/// Two forms' numbers, side by side.
struct Comparison {
  /// Where a number stands.
  struct Place: Hashable {
    /// Of the positions on the screen.
    var position: Int
    var key: Outcome.Key
    /// Among the output's scalars.
    var scalar: Int
  }

  /// Numbers that are not the same.
  struct Difference {
    var place: Place
    var before: Double
    var after: Double
    /// Whether lanes disagreed in something discrete on the way to one of them, so that a kept site's value says
    /// nothing.
    var isTainted: Bool
  }

  /// The relative difference up to which numbers are the same.
  let tolerance: Double
  private(set) var differences: [Difference] = []
  private(set) var compared = 0
  /// The greatest relative difference of numbers that are the same.
  private(set) var worst = 0.0

  init(tolerance: Double) { self.tolerance = tolerance }

  mutating func compare(_ before: Outcome, _ after: Outcome, at position: Int) {
    if before.isDiscarded != after.isDiscarded {
      differences.append(
        Difference(
          place: Place(position: position, key: .other("discard"), scalar: 0),
          before: before.isDiscarded ? 1 : 0, after: after.isDiscarded ? 1 : 0, isTainted: false))
    }
    for (key, numbers) in before.outputs.sorted(by: { $0.key < $1.key }) {
      // An output that is gone was never written, or is said to be gone.
      let others = after.outputs[key] ?? numbers.map { _ in Outcome.Number(value: 0, isTainted: false) }
      for scalar in numbers.indices {
        guard scalar < others.count else { continue }
        compare(numbers[scalar], others[scalar], Place(position: position, key: key, scalar: scalar))
      }
    }
  }

  private mutating func compare(_ a: Outcome.Number, _ b: Outcome.Number, _ place: Place) {
    compared += 1
    if a.value == b.value || a.value.isNaN && b.value.isNaN { return }
    let scale = max(abs(a.value), abs(b.value))
    let error = abs(a.value - b.value)
    if error <= tolerance * scale + tolerance * 1e-3 {
      worst = max(worst, error / (scale + 1e-3))
    } else {
      differences.append(
        Difference(place: place, before: a.value, after: b.value, isTainted: a.isTainted || b.isTainted))
    }
  }

  /// Takes away the differences that have another reason than the form; returns how many.
  mutating func excuse(_ allowance: (Place) -> Double?) -> Int {
    let all = differences
    differences = all.filter { difference in
      guard !difference.isTainted else { return false }
      // No allowance: the number comes and goes with the last digits.
      guard let allowance = allowance(difference.place) else { return false }
      return !(abs(difference.before - difference.after) <= allowance)
    }
    return all.count - differences.count
  }
}
