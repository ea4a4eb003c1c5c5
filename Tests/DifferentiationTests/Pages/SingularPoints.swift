import Differentiation
import Foundation

/// Where an operation has no derivative in the strict sense, found by differences of its values, and what its rule
/// gives there.
struct SingularPoints {
  let rule: Rule

  /// The arguments at a point: scalars as they are, vectors along (0.6, 0.8), matrices as multiples of one.
  private func arguments(_ point: [Double]) -> [Tensor] {
    zip(rule.shapes, point).map { shape, value in
      switch shape {
      case .any, .scalar: Tensor(value)
      case .vector: .vector([0.6 * value, 0.8 * value])
      case .vector3: .vector([0.6 * value, 0, 0.8 * value])
      case .matrix: Tensor(.matrix(columns: 2, rows: 2), [value, 0, 0, value])
      }
    }
  }

  private static let steps: [Double] = [-1, 0, 1]

  /// All points, but for those whose order the operation does not allow (`clamp` with its limits the wrong way round).
  private var grid: [[Double]] {
    let all = (0..<rule.arity).reduce([[]]) { points, _ in
      points.flatMap { point in Self.steps.map { point + [$0] } }
    }
    return all.filter { point in
      point.indices.dropLast().allSatisfy { index in
        rule.domain[index].upperBound >= rule.domain[index + 1].lowerBound || point[index] <= point[index + 1]
      }
    }
  }

  /// The points of the grid at which the operation has a kink, a pole or an infinite slope.
  private var singular: [[Double]] { grid.filter(isSingular) }

  private func isSingular(_ point: [Double]) -> Bool {
    // A result that is not finite has no derivative either; where all around is undefined, nothing is to be said.
    let isFinite = value(point).allSatisfy(\.isFinite)
    var anySlope = false
    for argument in point.indices {
      for component in arguments(point)[argument].values.indices {
        let forward = slope(point, argument, component, 1e-7)
        let backward = slope(point, argument, component, -1e-7)
        let known = zip(forward, backward).filter { $0.0.isFinite || $0.1.isFinite }
        if !known.isEmpty { anySlope = true }
        let isKink = known.contains { !(abs($0.0 - $0.1) < 1e-2) || abs($0.0) > 300 }
        if isFinite, isKink { return true }
      }
    }
    return !isFinite && (anySlope || hasFiniteNeighbour(point))
  }

  private func hasFiniteNeighbour(_ point: [Double]) -> Bool {
    grid.contains { other in
      let steps = zip(other, point).map { $0 * 1e-3 + $1 }
      return value(steps).allSatisfy(\.isFinite)
    }
  }

  private func value(_ point: [Double]) -> [Double] { rule.key.value(arguments(point)).values }

  private func slope(_ point: [Double], _ argument: Int, _ component: Int, _ step: Double) -> [Double] {
    var moved = arguments(point)
    moved[argument].values[component] += step
    return zip(rule.key.value(moved).values, value(point)).map { ($0 - $1) / step }
  }

  // MARK: What the rule gives

  /// The behaviour in words; nil where there is no such point.
  var description: String? {
    let points = singular
    if points.isEmpty || rule.isFlat && points.count == grid.count { return nil }
    var byBehaviour: [(behaviour: String, points: [[Double]])] = []
    for point in points {
      let behaviour = behaviour(point)
      if let known = byBehaviour.firstIndex(where: { $0.behaviour == behaviour }) {
        byBehaviour[known].points.append(point)
      } else {
        byBehaviour.append((behaviour, [point]))
      }
    }
    return byBehaviour.map { "\(place($0.points)): \($0.behaviour)" }.joined(separator: "; ")
  }

  private static let names = ["u", "v", "w"]

  /// What is common to points, in the words of conditions.
  private func place(_ points: [[Double]]) -> String {
    var conditions: [(String, ([Double]) -> Bool)] = []
    for (index, name) in Self.names.prefix(rule.arity).enumerated() {
      conditions.append(("\(name) = 0", { $0[index] == 0 }))
      conditions.append(("\(name) = ±1", { abs($0[index]) == 1 }))
      conditions.append(("\(name) = 1", { $0[index] == 1 }))
      conditions.append(("\(name) = -1", { $0[index] == -1 }))
    }
    conditions.append((rule.arity == 1 ? "whole u" : "whole u and v", { _ in true }))
    if rule.arity > 1 {
      conditions.append(("u = v", { $0[0] == $0[1] }))
      conditions.append(("u = ±v, not 0", { $0[0] != 0 && abs($0[0]) == abs($0[1]) }))
    }
    if rule.arity > 2 {
      conditions.append(("u = w", { $0[0] == $0[2] }))
      conditions.append(("u = v or u = w", { $0[0] == $0[1] || $0[0] == $0[2] }))
    }
    let all = grid
    func exact(_ candidates: [(String, ([Double]) -> Bool)]) -> String? {
      candidates.first { condition in all.filter(condition.1) == points }?.0
    }
    if let one = exact(conditions) { return one }
    let pairs = conditions.enumerated().flatMap { index, a in
      conditions.dropFirst(index + 1).flatMap { b in
        [("\(a.0), \(b.0)", { a.1($0) && b.1($0) }), ("\(a.0) or \(b.0)", { a.1($0) || b.1($0) })]
      }
    }
    if let two = exact(pairs) { return two }
    let some = points.prefix(3).map { point in
      zip(Self.names, point).map { "\($0) = \(Int($1))" }.joined(separator: ", ")
    }
    return "such as " + some.joined(separator: "; ")
  }

  /// The differential at a point, as a multiple of the arguments' differentials.
  private func behaviour(_ point: [Double]) -> String {
    if !value(point).allSatisfy(\.isFinite) { return "0 at a site, the value is not finite" }
    let parts = point.indices.compactMap { argument -> String? in
      let (plus, minus) = (differential(point, argument, 1), differential(point, argument, -1))
      let name = "d" + Self.names[argument]
      let magnitude = rule.shapes[argument] == .vector ? "length(\(name))" : "abs(\(name))"
      if plus == 0, minus == 0 { return nil }
      if plus == -minus { return plus == 1 ? name : plus == -1 ? "-\(name)" : "\(number(plus)) \(name)" }
      return plus == minus ? (plus == 1 ? magnitude : "\(number(plus)) \(magnitude)") : "?"
    }
    return parts.isEmpty ? "0" : parts.joined(separator: " + ").replacing("+ -", with: "- ")
  }

  /// The first component of the result's differential, or its length where it is a norm's, when one argument moves
  /// along (0.6, 0.8).
  private func differential(_ point: [Double], _ argument: Int, _ amount: Double) -> Double {
    let arguments = arguments(point)
    let moved = self.arguments(point.indices.map { $0 == argument ? amount : 0 })
    let differentials = arguments.indices.map { Formula.differential($0) }
    let evaluator = FormulaEvaluator(
      arguments: arguments, differentials: moved, result: rule.key.value(arguments))
    let result = evaluator.evaluate(rule.differential(differentials))
    return result.values.first { $0 != 0 } ?? 0
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : String(format: "%.3g", value)
  }
}
