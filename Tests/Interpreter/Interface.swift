import SPIRV

/// A scalar of an input, uniform or buffer variable.
public struct InterfaceScalar: Hashable, Sendable {
  /// How an input reaches the pixel.
  public enum Interpolation: Sendable {
    case smooth, noPerspective, flat
  }

  /// What kind of number it is.
  public enum Kind: Sendable {
    case float, int, bool
  }

  /// The name: the innermost structure member's, or the variable's where there is none.
  public var name: String
  /// The location of the variable or member.
  public var location: UInt32?
  /// The built-in.
  public var builtIn: BuiltIn?
  /// The scalar's place: array indices, then column, then row.
  public var path: [Int] = []
  /// The number of its columns and rows, where it is part of a matrix.
  public var isMatrix = false
  /// The interpolation.
  public var interpolation: Interpolation = .smooth
  /// The kind of number.
  public var kind: Kind = .float

  /// A smooth floating-point scalar.
  public init(name: String, location: UInt32? = nil, builtIn: BuiltIn? = nil, path: [Int] = []) {
    self.name = name
    self.location = location
    self.builtIn = builtIn
    self.path = path
  }
}

extension Machine {
  /// The value of an input variable, with every lane at its place plus an offset.
  func input(
    _ id: UInt32, _ type: TypeID?, offset: (x: Lanes<Double>, y: Lanes<Double>)?
  ) throws -> Value {
    try interface(scalarContext(id), type) { [self] scalar, leaf in
      let places = options.stencil.offsets
      let count = scalar.interpolation == .flat && offset == nil ? 1 : places.count
      var values = (0..<count).map { lane in
        options.inputs(
          scalar,
          Position(
            position.x + Double(places[lane].x) * options.stencil.step + (offset?.x[lane] ?? 0),
            position.y + Double(places[lane].y) * options.stencil.step + (offset?.y[lane] ?? 0)))
      }
      if let first = values.first, values.allSatisfy({ $0 == first }) { values = [first] }
      var lanes = Lanes(values: values, isTainted: false, reach: unlimitedReach)
      if let offset { lanes = lanes.flawed(like: offset.x.flaw).flawed(like: offset.y.flaw) }
      return converted(lanes, leaf)
    }
  }

  /// The value of a uniform, push constant or buffer variable, or the texture it names.
  func uniform(_ id: UInt32, _ type: TypeID?) throws -> Value {
    try interface(scalarContext(id), type) { [self] scalar, leaf in
      switch leaf {
      case .float, .int, .bool: return converted(Lanes(options.uniforms(scalar)), leaf)
      default:
        let name = scalar.path.reduce(scalar.name) { "\($0)[\($1)]" }
        return .texture(Value.Texture(name: name, seed: hash(name)))
      }
    }
  }

  private func converted(_ lanes: Lanes<Double>, _ leaf: Type) -> Value {
    switch leaf {
    case .int(let width, _):
      .int(lanes.map { truncated(UInt64(bitPattern: Int64($0)), width) }.settled, width: width)
    case .bool: .bool(lanes.map { $0 != 0 }.settled)
    default: .float(lanes)
    }
  }

  private func scalarContext(_ id: UInt32) -> InterfaceScalar {
    let decorations = program.decorations[id] ?? [:]
    let binding = decorations[DecorationNumber.binding].map { "binding \($0)" }
    let name = program.index.names[id].flatMap { $0.isEmpty ? nil : $0 }
    var scalar = InterfaceScalar(name: name ?? binding ?? "%\(id)")
    apply(decorations, to: &scalar)
    return scalar
  }

  private func apply(_ decorations: [UInt32: UInt32], to scalar: inout InterfaceScalar) {
    if let location = decorations[DecorationNumber.location] { scalar.location = location }
    if let builtIn = decorations[DecorationNumber.builtIn] { scalar.builtIn = BuiltIn(rawValue: builtIn) }
    if decorations[DecorationNumber.noPerspective] != nil { scalar.interpolation = .noPerspective }
    if decorations[DecorationNumber.flat] != nil { scalar.interpolation = .flat }
    if let component = decorations[DecorationNumber.component] {
      // Variables that share a location must not get the same values.
      scalar.path.append(Int(component) + 100)
    }
  }

  private func interface(
    _ scalar: InterfaceScalar, _ id: TypeID?, _ make: (InterfaceScalar, Type) throws -> Value
  ) throws -> Value {
    func parts(_ count: Int, _ element: TypeID, isMatrix: Bool = false) throws -> Value {
      .composite(
        try (0..<count).map { position in
          var part = scalar
          part.path.append(position)
          part.isMatrix = scalar.isMatrix || isMatrix
          return try interface(part, element, make)
        })
    }
    switch try type(id) {
    case .vector(let component, let count): return try parts(count, component)
    case .matrix(let column, let count): return try parts(count, column, isMatrix: true)
    case .array(let element, let length): return try parts(try arrayLength(length), element)
    case .runtimeArray(let element): return try parts(options.runtimeArrayLength, element)
    case .structure(let members): return try structure(scalar, id, members, make)
    case let leaf:
      var scalar = scalar
      if case .int = leaf { scalar.kind = .int }
      if case .bool = leaf { scalar.kind = .bool }
      return try make(scalar, leaf)
    }
  }

  private func structure(
    _ scalar: InterfaceScalar, _ id: TypeID?, _ members: [TypeID],
    _ make: (InterfaceScalar, Type) throws -> Value
  ) throws -> Value {
    let key = id?.rawValue ?? 0
    return .composite(
      try members.enumerated().map { member, type in
        var part = scalar
        if let name = program.memberNames[key]?[UInt32(member)], !name.isEmpty {
          part.name = name
        } else {
          part.path.append(member)
        }
        // Without a location of its own a member follows the first one.
        part.location = scalar.location.map { $0 + UInt32(member) }
        apply(program.memberDecorations[key]?[UInt32(member)] ?? [:], to: &part)
        return try interface(part, type, make)
      })
  }

  // MARK: Interpolation functions

  static let interpolationHandlers: [GLSLInstruction: Handler] = [
    .interpolateAtOffset: { machine, code in
      let offset = try machine.floats(code, 1)
      return try machine.interpolate(code, offset[0], offset[1])
    },
    // The centroid of a pixel that is covered wholly is its centre.
    .interpolateAtCentroid: { machine, code in try machine.interpolate(code, Lanes(0), Lanes(0)) },
    .interpolateAtSample: { machine, code in
      let sample = try machine.integers(code, 1)[0]
      return try machine.interpolate(
        code, sample.map { $0 & 1 == 0 ? -0.25 : 0.25 }, sample.map { $0 & 2 == 0 ? -0.125 : 0.125 })
    },
  ]

  private func interpolate(
    _ code: Program.Code, _ x: Lanes<Double>, _ y: Lanes<Double>
  ) throws -> Value {
    let pointer = try pointer(code, 0)
    guard let variable = pointer.input,
      case .pointer(_, let pointee) = try type(program.index.type(of: ValueID(variable)))
    else { throw InterpreterError.malformed("\(code.name) of no input") }
    let value = try input(variable, pointee, offset: (x, y))
    return value.at(pointer.path[...]).flawed(like: pointer.flaw)
  }
}
