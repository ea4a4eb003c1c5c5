import SPIRV

extension Machine {
  static let memoryHandlers: [Op: Handler] = [
    .variable: { machine, code in try machine.variable(code) },
    .load: { machine, code in try machine.load(try machine.pointer(code, 0)) },
    .store: { machine, code in
      machine.store(try machine.value(code, 1), to: try machine.pointer(code, 0))
      return nil
    },
    .copyMemory: { machine, code in
      machine.store(try machine.load(try machine.pointer(code, 1)), to: try machine.pointer(code, 0))
      return nil
    },
    .accessChain: accessChain, .inBoundsAccessChain: accessChain,
    .arrayLength: { machine, _ in .int(machine.options.runtimeArrayLength) },
    .imageTexelPointer: { machine, code in
      guard case .pointer(_, let pointee) = try machine.type(code.type) else { return nil }
      machine.cells.append(try machine.zero(pointee))
      return .pointer(Value.Pointer(cell: machine.cells.count - 1, path: []))
    },
  ]

  private static let accessChain: Handler = { machine, code in
    var pointer = try machine.pointer(code, 0)
    for position in code.args.indices.dropFirst() {
      let index = try machine.integers(code, position)[0]
      pointer.path.append(Int(index.centre))
      pointer.flaw.merge(index.flaw)
    }
    return .pointer(pointer)
  }

  func pointer(_ code: Program.Code, _ position: Int) throws -> Value.Pointer {
    switch try value(code, position) {
    case .pointer(let pointer): return pointer
    // What memory holds besides numbers is textures, as which physical pointers and ray queries appear, too.
    case .texture: throw InterpreterError.unsupported("\(code.name) through a pointer out of memory")
    default: throw InterpreterError.malformed("operand \(position) of \(code.name) is not a pointer")
    }
  }

  private func variable(_ code: Program.Code) throws -> Value {
    guard case .pointer(let storage, let pointee) = try type(code.type), let id = code.result else {
      throw InterpreterError.malformed("a variable whose type is no pointer")
    }
    var pointer = Value.Pointer(cell: cells.count, path: [])
    let initial: Value
    if code.args.count > 1 {
      initial = try value(code.args[1])
    } else {
      switch storage {
      case .input:
        pointer.input = id
        initial = try input(id, pointee, offset: nil)
      case .uniformConstant, .uniform, .pushConstant, .storageBuffer: initial = try uniform(id, pointee)
      default: initial = try zero(pointee)
      }
    }
    cells.append(initial)
    return .pointer(pointer)
  }

  func load(_ pointer: Value.Pointer) throws -> Value {
    cells[pointer.cell].at(pointer.path[...]).flawed(like: pointer.flaw)
  }

  func store(_ value: Value, to pointer: Value.Pointer) {
    let value = value.flawed(like: path)
    cells[pointer.cell].update(pointer.path[...]) { $0 = value }
    // Lanes that index differently write elsewhere, so nothing of the variable is certain any more.
    if !pointer.flaw.isNone { cells[pointer.cell] = cells[pointer.cell].flawed(like: pointer.flaw) }
  }

  func outputs() -> [Execution.Output] {
    program.index.globals.filter { $0.storage == .output }.compactMap { global in
      guard case .pointer(let pointer)? = values[global.id.index] else { return nil }
      let decorations = program.decorations[global.id.rawValue] ?? [:]
      return Execution.Output(
        id: global.id, name: program.index.names[global.id.rawValue] ?? "",
        location: decorations[DecorationNumber.location], builtIn: program.index.builtIn(global.id),
        value: cells[pointer.cell].flawed(like: path))
    }
  }

  // MARK: Atomics

  /// Reads, changes and returns what was there; every operand after the scopes is an integer.
  private static func atomic(_ op: Op?) -> Handler {
    { machine, code in
      let pointer = try machine.pointer(code, 0)
      let old = try machine.load(pointer)
      if let op, let handler = integerHandlers[op] ?? integerGLSLCore[op] ?? arithmeticHandlers[op] {
        let scratch = try machine.scratch(old)
        let operand = code.args.count > 3 ? code.args[3] : try machine.scratch(.int(1, width: 32))
        var inner = code
        inner.args = [scratch, operand]
        if let new = try handler(machine, inner) { machine.store(new, to: pointer) }
      } else if code.args.count > 3 {
        machine.store(try machine.value(code, 3), to: pointer)
      }
      return old
    }
  }

  /// A place beyond the module's ids for an operand that has none.
  private func scratch(_ value: Value) throws -> UInt32 {
    values.append(value)
    return UInt32(values.count - 1)
  }

  private static let integerGLSLCore: [Op: Handler] = [
    .atomicSMin: signed { min($0, $1) }, .atomicSMax: signed { max($0, $1) },
    .atomicUMin: unsigned { min($0, $1) }, .atomicUMax: unsigned { max($0, $1) },
  ]

  static let atomicHandlers: [Op: Handler] = [
    .atomicLoad: { machine, code in try machine.load(try machine.pointer(code, 0)) },
    .atomicStore: { machine, code in
      machine.store(try machine.value(code, 3), to: try machine.pointer(code, 0))
      return nil
    },
    .atomicExchange: atomic(nil),
    .atomicCompareExchange: { machine, code in
      let pointer = try machine.pointer(code, 0)
      let old = try machine.load(pointer)
      if old.centre == (try machine.value(code, 5)).centre {
        machine.store(try machine.value(code, 4), to: pointer)
      }
      return old
    },
    .atomicIAdd: atomic(.iAdd), .atomicISub: atomic(.iSub), .atomicIIncrement: atomic(.iAdd),
    .atomicIDecrement: atomic(.iSub), .atomicAnd: atomic(.bitwiseAnd), .atomicOr: atomic(.bitwiseOr),
    .atomicXor: atomic(.bitwiseXor), .atomicSMin: atomic(.atomicSMin), .atomicSMax: atomic(.atomicSMax),
    .atomicUMin: atomic(.atomicUMin), .atomicUMax: atomic(.atomicUMax), .atomicFAddEXT: atomic(.fAdd),
  ]
}

/// Decorations that only the interpreter reads (SPIR-V specification, section 3.20).
enum DecorationNumber {
  static let builtIn: UInt32 = 11
  static let noPerspective: UInt32 = 13
  static let flat: UInt32 = 14
  static let location: UInt32 = 30
  static let component: UInt32 = 31
  static let binding: UInt32 = 33
}
