import SPIRV

extension Machine {
  static let derivativeHandlers: [Op: Handler] = [
    .dPdx: site(.dx), .dPdxFine: site(.dx), .dPdxCoarse: site(.dx),
    .dPdy: site(.dy), .dPdyFine: site(.dy), .dPdyCoarse: site(.dy),
    .fwidth: site(.width), .fwidthFine: site(.width), .fwidthCoarse: site(.width),
  ]

  private static func site(_ kind: Derivative.Kind) -> Handler {
    { machine, code in
      let value = try machine.value(code, 0).mapLeaves { leaf in
        guard case .float(let lanes) = leaf else {
          throw InterpreterError.malformed("\(code.name) of no float")
        }
        return .float(machine.derivative(kind, lanes))
      }
      machine.record.derivatives.append(
        Execution.DerivativeRecord(
          result: ValueID(code.result ?? 0), kind: kind,
          reference: value.flawed(like: machine.path).references))
      return value
    }
  }

  /// The central difference of a value, on the lanes that have both neighbours.
  func derivative(_ kind: Derivative.Kind, _ lanes: Lanes<Double>) -> Lanes<Double> {
    switch kind {
    case .dx: difference(lanes, ahead: \.right, behind: \.left)
    case .dy: difference(lanes, ahead: \.down, behind: \.up)
    case .width:
      magnitude(derivative(.dx, lanes)) + magnitude(derivative(.dy, lanes))
    }
  }

  private func magnitude(_ lanes: Lanes<Double>) -> Lanes<Double> {
    lanes.map(choice: Lanes<Double>.side) { abs($0) }
  }

  private func difference(
    _ lanes: Lanes<Double>, ahead: KeyPath<Stencil.Neighbours, Int?>,
    behind: KeyPath<Stencil.Neighbours, Int?>
  ) -> Lanes<Double> {
    if lanes.values.count == 1 { return lanes.map { _ in 0 } }
    let reach = min(lanes.reach, options.stencil.order) - 1
    // Beyond the reach nothing is known: a zero, and tainted.
    guard reach >= 0 else { return Lanes(values: [0], isTainted: true, reach: 0) }
    var values: [Double] = []
    let valid = Stencil.laneCount(rings: reach)
    for (lane, place) in options.stencil.neighbours.enumerated() {
      if lane < valid, let a = place[keyPath: ahead], let b = place[keyPath: behind] {
        values.append((lanes[a] - lanes[b]) / (2 * options.stencil.step))
      } else {
        values.append(values[0])
      }
    }
    return Lanes(values: values, isTainted: lanes.isTainted, reach: reach)
  }
}

extension Value {
  /// The floating-point scalars at the centre; nil where they are tainted or not finite.
  public var references: [Double?] {
    floats.map { $0.isTainted || !$0.centre.isFinite ? nil : $0.centre }
  }
}
