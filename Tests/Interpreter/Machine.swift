import SPIRV

/// One run of a program at one pixel: its memory, its values and what it recorded.
///
/// Control flow follows the centre lane. Where another lane would have gone elsewhere, everything computed from
/// there on is tainted; where a condition is valid on fewer rings than the rest, so is everything after it.
final class Machine {
  /// What an opcode does; nil for an instruction without a result.
  typealias Handler = @Sendable (Machine, Program.Code) throws -> Value?

  let program: Program
  let options: RunOptions
  let position: Position
  var values: [Value?]
  var cells: [Value] = []
  /// What running on the centre lane's path costs every later result.
  var path = Flaw()
  var record = Execution()

  /// Thrown to leave every call when the invocation ends.
  struct Killed: Error {}

  init(_ program: Program, at position: Position, options: RunOptions) {
    self.program = program
    self.position = position
    self.options = options
    values = Array(repeating: nil, count: program.bound)
  }

  func run() throws -> Execution {
    for code in program.globals { try execute(code) }
    do {
      _ = try call(program.entryPoint.function.rawValue, [])
    } catch is Killed {
      record.isDiscarded = true
    }
    record.isDiverged = path.isTainted
    record.outputs = outputs()
    return record
  }

  func execute(_ code: Program.Code) throws {
    guard let handler = code.handler else { throw InterpreterError.unsupported(code.name) }
    record.instructionCount += 1
    if record.instructionCount > options.instructionLimit {
      throw InterpreterError.tooLong(options.instructionLimit)
    }
    guard let value = try handler(self, code), let result = code.result else { return }
    assign(value, to: result)
  }

  func assign(_ value: Value, to result: UInt32) {
    let value = value.flawed(like: path)
    values[Int(result)] = value
    if options.trace.contains(ValueID(result)) { record.traces[ValueID(result), default: []].append(value) }
  }

  // MARK: Functions and blocks

  func call(_ function: UInt32, _ arguments: [Value]) throws -> Value? {
    guard let code = program.functions[function], !code.blocks.isEmpty else {
      throw InterpreterError.malformed("a call of %\(function), which has no body")
    }
    for (parameter, argument) in zip(code.parameters, arguments) { assign(argument, to: parameter) }
    var position = 0
    var previous: UInt32 = 0
    while true {
      let block = code.blocks[position]
      try enter(block, from: previous)
      for instruction in block.body { try execute(instruction) }
      previous = block.label
      switch block.end {
      case .return: return nil
      case .returnValue(let id): return try value(id)
      case .kill: throw Killed()
      case .unreachable: throw InterpreterError.malformed("OpUnreachable was reached")
      default:
        let label = try next(block.end)
        guard let target = code.positions[label] else {
          throw InterpreterError.malformed("a branch to %\(label), which is no block of the function")
        }
        position = target
      }
    }
  }

  private func enter(_ block: Program.BlockCode, from previous: UInt32) throws {
    record.instructionCount += 1
    if record.instructionCount > options.instructionLimit {
      throw InterpreterError.tooLong(options.instructionLimit)
    }
    // All phis of a block read before any of them writes.
    let incoming = try block.phis.map { phi in
      for at in stride(from: 0, to: phi.args.count - 1, by: 2) where phi.args[at + 1] == previous {
        return try value(phi.args[at])
      }
      throw InterpreterError.malformed("a phi without a source for %\(previous)")
    }
    for (phi, value) in zip(block.phis, incoming) { assign(value, to: phi.result ?? 0) }
  }

  private func next(_ flow: Program.Flow) throws -> UInt32 {
    switch flow {
    case .branch(let label): return label
    case .conditional(let condition, let ifTrue, let ifFalse):
      let truth = try bools(condition)[0]
      path.merge(truth.settled.flaw)
      return truth.centre ? ifTrue : ifFalse
    case .switch(let selector, let fallback, let cases):
      guard case .int(let lanes, let width) = try value(selector) else {
        throw InterpreterError.malformed("a switch on a value that is no integer")
      }
      path.merge(lanes.settled.flaw)
      // A narrow literal is sign-extended to its word, the selector's bits are zero-extended.
      let literal = truncated(lanes.centre, width)
      return cases.first { truncated($0.literal, width) == literal }?.label ?? fallback
    case .return, .returnValue, .kill, .unreachable: return 0
    }
  }

  // MARK: Operands

  func value(_ id: UInt32) throws -> Value {
    guard Int(id) < values.count, let value = values[Int(id)] else {
      throw InterpreterError.malformed("%\(id) is read before it has a value")
    }
    return value
  }

  /// An operand of an instruction by its position after the result.
  func value(_ code: Program.Code, _ position: Int) throws -> Value {
    guard position < code.args.count else {
      throw InterpreterError.malformed("\(code.name) without its operand \(position)")
    }
    return try value(code.args[position])
  }

  /// The floating-point scalars of an operand.
  func floats(_ code: Program.Code, _ position: Int) throws -> [Lanes<Double>] {
    try value(code, position).floats
  }

  func bools(_ id: UInt32) throws -> [Lanes<Bool>] {
    try value(id).parts.map { part in
      guard case .bool(let lanes) = part else {
        throw InterpreterError.malformed("%\(id) is not Boolean")
      }
      return lanes
    }
  }

  /// The integers of a scalar or vector operand, sign-extended.
  func integers(_ code: Program.Code, _ position: Int) throws -> [Lanes<Int64>] {
    try value(code, position).parts.map { part in
      guard case .int(let lanes, let width) = part else {
        throw InterpreterError.malformed("operand \(position) of \(code.name) is not an integer")
      }
      return lanes.map { signExtended($0, width) }
    }
  }

  // MARK: Types

  func type(_ id: TypeID?) throws -> Type {
    guard let id, let type = program.index[id] else { throw InterpreterError.malformed("a missing type") }
    return type
  }

  /// The type of a value's scalars.
  func scalarType(_ id: TypeID?) throws -> Type {
    switch try type(id) {
    case .vector(let component, _): try scalarType(component)
    case .matrix(let column, _): try scalarType(column)
    case let scalar: scalar
    }
  }

  /// The width of a result's scalars, in bits.
  func width(_ id: TypeID?) throws -> Int {
    switch try scalarType(id) {
    case .int(let width, _): width
    case .float(let width): width
    default: 1
    }
  }

  /// The result made of some scalars, in the shape of a type.
  func shape(_ lanes: [Lanes<Double>], _ id: TypeID?) throws -> Value {
    var rest = lanes[...]
    return try tree(id) { _ in .float(rest.popFirst() ?? Lanes(0)) }
  }

  /// A value of a type, its scalars made one by one.
  func tree(_ id: TypeID?, _ leaf: (Type) throws -> Value) throws -> Value {
    switch try type(id) {
    case .vector(let component, let count):
      .composite(try (0..<count).map { _ in try tree(component, leaf) })
    case .matrix(let column, let count):
      .composite(try (0..<count).map { _ in try tree(column, leaf) })
    case .array(let element, let length):
      .composite(try (0..<arrayLength(length)).map { _ in try tree(element, leaf) })
    case .runtimeArray(let element):
      .composite(try (0..<options.runtimeArrayLength).map { _ in try tree(element, leaf) })
    case .structure(let members): .composite(try members.map { try tree($0, leaf) })
    case let scalar: try leaf(scalar)
    }
  }

  func arrayLength(_ id: ValueID) throws -> Int {
    guard case .int(let lanes, _) = try value(id.rawValue) else {
      throw InterpreterError.malformed("an array whose length is no integer")
    }
    return Int(lanes.centre)
  }

  /// The value of zero bits.
  func zero(_ id: TypeID?) throws -> Value {
    try tree(id) { scalar in
      switch scalar {
      case .float: .float(0)
      case .int(let width, _): .int(0, width: width)
      case .bool: .bool(false)
      case .pointer: .pointer(Value.Pointer(cell: 0, path: []))
      default: .texture(Value.Texture(name: "", seed: 0))
      }
    }
  }
}
