import SPIRV

/// What all functions of a module share while tangents are emitted.
final class PassContext {
  let builder: Builder
  var undecoratedTypes: [TypeID: TypeID] = [:]
  /// Where what this round and earlier ones add comes from; nil where no round follows.
  var origins: Origins?
  let options: DifferentiationOptions
  let module: ModuleShape
  let inputs: InputCatalog
  /// Loads that need not be differentiated twice.
  var loads: EarlierLoads

  init(
    builder: Builder, options: DifferentiationOptions, module: ModuleShape, inputs: InputCatalog
  ) {
    self.builder = builder
    self.options = options
    self.module = module
    self.inputs = inputs
    loads = EarlierLoads(bound: module.bound)
  }
}

/// Where an instruction is added: before or after a step's own, or at the function's head.
enum Place: Hashable {
  case before(Int)
  case after(Int)
  case head
}

/// A value that a formula meets: known numbers stay numbers, so that they fold.
enum Operand: Hashable {
  case constant(Double)
  case boolean(Bool)
  case value(ValueID, TypeID)
}

/// The shape of a type that formulas compute with.
enum OperandShape: Equatable {
  case scalar
  case vector(Int)
  case matrix(column: TypeID, count: Int)
}

/// A function's new code, step by step, and how instructions are added to it.
final class Code {
  let context: PassContext
  /// The context's own: on the way through the context it would be retained for every question.
  let builder: Builder
  /// Instructions added before and after each step, and for each one more than the position of the next in its
  /// place; 0 for none.
  private var added = InstructionList()
  private var nexts: [Int32] = []
  /// For each step, what is added before it and after it.
  private var before: [Chain]
  private var after: [Chain]
  /// Instructions added behind the function's variables.
  var head = InstructionList()
  var place: Place = .head

  /// A list of instructions: one more than the positions of the first and the last; 0 for none.
  fileprivate struct Chain {
    var first: Int32 = 0
    var last: Int32 = 0
  }

  /// Empty code for a function, or for a head alone.
  init(_ context: PassContext, shape: FunctionShape? = nil) {
    self.context = context
    builder = context.builder
    before = Array(filling: Chain(), count: shape?.steps.count ?? 0)
    after = before
  }

  /// Links the instruction that was added last to a list.
  private func link(to chain: inout Chain) {
    nexts.append(0)
    let position = Int32(added.count)
    if chain.last > 0 { nexts[Int(chain.last) - 1] = position } else { chain.first = position }
    chain.last = position
  }

  /// The instructions added, for who puts blocks together.
  var additions: Additions { Additions(added: added, nexts: nexts, before: before, after: after) }

  /// What a function gains, step by step.
  struct Additions {
    fileprivate let added: InstructionList
    fileprivate let nexts: [Int32]
    fileprivate let before: [Chain]
    fileprivate let after: [Chain]

    /// Whether anything is added before a step.
    func adds(before step: Int) -> Bool { before[step].first > 0 }

    /// Whether anything is added after a step.
    func adds(after step: Int) -> Bool { after[step].first > 0 }

    /// Appends what is added before a step.
    func appendCode(before step: Int, to result: inout InstructionList) { append(before[step], to: &result) }

    /// Appends what is added after a step.
    func appendCode(after step: Int, to result: inout InstructionList) { append(after[step], to: &result) }

    private func append(_ chain: Chain, to result: inout InstructionList) {
      var at = Int(chain.first)
      while at > 0 {
        let first = at - 1
        // What was added in a row stands in a row.
        while Int(nexts[at - 1]) == at + 1 { at += 1 }
        result.append(added, first..<at)
        at = Int(nexts[at - 1])
      }
    }
  }

  /// The number of instructions added before a step.
  func count(before step: Int) -> Int {
    var count = 0
    var at = before[step].first
    while at > 0 {
      count += 1
      at = nexts[Int(at) - 1]
    }
    return count
  }

  func add(_ instruction: Instruction) { append { $0.append(instruction) } }

  /// Adds what a body appends: one instruction.
  @inline(__always)
  private func append(_ body: (inout InstructionList) -> Void) {
    switch place {
    case .before(let step):
      body(&added)
      link(to: &before[step])
    case .after(let step):
      body(&added)
      link(to: &after[step])
    case .head: body(&head)
    }
  }

  /// Adds an instruction that is an opcode and ids, with a new result or a given one.
  @discardableResult
  func add(
    _ op: Op, _ type: TypeID, as id: ValueID? = nil, _ a: ValueID, _ b: ValueID? = nil, _ c: ValueID? = nil
  ) -> ValueID {
    let result = id ?? builder.newValue(type: type)
    append { $0.append(op, type: type, result: result, a, b, c) }
    return result
  }

  /// Adds an instruction of GLSL.std.450 with a new result.
  func add(
    _ op: GLSLInstruction, _ type: TypeID, _ a: ValueID, _ b: ValueID? = nil, _ c: ValueID? = nil
  ) -> ValueID {
    let set = builder.glslSet()
    let result = builder.newValue(type: type)
    append { $0.append(op, set: set, type: type, result: result, a, b, c) }
    return result
  }

  /// Adds a store.
  func store(_ value: ValueID, to pointer: ValueID) { append { $0.append(storing: value, to: pointer) } }

  /// Adds an instruction with a new result.
  func add(_ type: TypeID, _ make: (ValueID) -> Instruction) -> ValueID {
    let result = builder.newValue(type: type)
    add(make(result))
    return result
  }

  func type(_ value: ValueID) -> TypeID { builder.type(of: value) ?? TypeID(0) }

  // MARK: Shapes

  func shape(_ type: TypeID) -> OperandShape {
    switch builder[type] {
    case .vector(_, let count): .vector(count)
    case .matrix(let column, let count): .matrix(column: column, count: count)
    default: .scalar
    }
  }

  /// The scalar type of a scalar, vector or matrix type.
  func component(_ type: TypeID) -> TypeID {
    switch builder[type] {
    case .vector(let component, _): component
    case .matrix(let column, _): component(column)
    default: type
    }
  }

  func width(_ type: TypeID) -> Int {
    if case .float(let width) = builder[component(type)] { width } else { 32 }
  }

  /// The operand as a value of a type: numbers become constants, scalars are splat over vectors.
  func value(_ operand: Operand, as type: TypeID) -> ValueID {
    switch operand {
    case .constant(let number): return builder.constant(number, type)
    case .boolean(let truth): return boolean(truth, type)
    case .value(let id, let own):
      if own == type { return id }
      if case .vector(let count) = shape(type), shape(own) == .scalar {
        return add(type) {
          .compositeConstruct(type: type, result: $0, Array(filling: id, count: count))
        }
      }
      return id
    }
  }

  private func boolean(_ truth: Bool, _ type: TypeID) -> ValueID {
    let scalar = builder.boolean(truth)
    guard case .vector(let count) = shape(type) else { return scalar }
    return builder.composite(type, Array(filling: scalar, count: count))
  }

  /// The type in which operands meet: the widest of theirs.
  func commonType(_ operands: [Operand], scalar: TypeID) -> TypeID {
    operands.reduce(scalar, wider)
  }

  /// The same of two.
  func commonType(_ a: Operand, _ b: Operand, scalar: TypeID) -> TypeID { wider(wider(scalar, a), b) }

  /// A type, or that of an operand that is no narrower.
  private func wider(_ type: TypeID, _ operand: Operand) -> TypeID {
    guard case .value(_, let other) = operand else { return type }
    return shape(other) != .scalar || shape(type) == .scalar ? other : type
  }

  // MARK: Matrices

  /// Applies an operation to the columns of matrices.
  func columnwise(
    _ operands: [ValueID], type: TypeID, _ operation: (Code, TypeID, [ValueID]) -> ValueID
  ) -> ValueID {
    guard case .matrix(let column, let count) = shape(type) else { return operands[0] }
    var columns: [ValueID] = []
    for position in 0..<count {
      let parts = operands.map { operand in
        add(column) {
          .compositeExtract(type: column, result: $0, operand, path: [UInt32(position)])
        }
      }
      columns.append(operation(self, column, parts))
    }
    return add(type) { .compositeConstruct(type: type, result: $0, columns) }
  }

  // MARK: Arithmetic by name

  /// The sum of two values of one type.
  func sum(_ a: ValueID, _ b: ValueID, _ type: TypeID) -> ValueID {
    if case .matrix = shape(type) {
      return columnwise([a, b], type: type) { $0.sum($2[0], $2[1], $1) }
    }
    return add(.fAdd, type, a, b)
  }

  /// The difference of two values of one type.
  func difference(_ a: ValueID, _ b: ValueID, _ type: TypeID) -> ValueID {
    if case .matrix = shape(type) {
      return columnwise([a, b], type: type) { $0.difference($2[0], $2[1], $1) }
    }
    return add(.fSub, type, a, b)
  }

  /// The negative of a value.
  func negative(_ a: ValueID, _ type: TypeID) -> ValueID {
    if case .matrix = shape(type) {
      return columnwise([a], type: type) { $0.negative($2[0], $1) }
    }
    return add(.fNegate, type, a)
  }

  /// The product of two values, of which either may be a scalar.
  func product(_ a: Operand, _ b: Operand, scalar: TypeID) -> Operand {
    if case .constant(let x) = a {
      if case .constant(let y) = b { return .constant(x * y) }
      if x == 1 { return b }
      if x == 0 { return .constant(0) }
    }
    if case .constant(1) = b { return a }
    if case .constant(0) = b { return .constant(0) }
    let type = commonType(a, b, scalar: scalar)
    let (left, right) = isScalar(a) && !isScalar(b) ? (b, a) : (a, b)
    switch (shape(type), isScalar(right)) {
    case (.matrix, true):
      return .value(
        add(.matrixTimesScalar, type, value(left, as: type), value(right, as: scalar)), type)
    case (.vector, true):
      return .value(
        add(.vectorTimesScalar, type, value(left, as: type), value(right, as: scalar)), type)
    case (.matrix, false):
      let operands = [value(left, as: type), value(right, as: type)]
      return .value(
        columnwise(operands, type: type) { code, column, parts in
          code.add(.fMul, column, parts[0], parts[1])
        }, type)
    default: return .value(add(.fMul, type, value(a, as: type), value(b, as: type)), type)
    }
  }

  func isScalar(_ operand: Operand) -> Bool {
    switch operand {
    case .constant, .boolean: true
    case .value(_, let type): shape(type) == .scalar
    }
  }

  func arithmetic(_ op: Arithmetic, _ type: TypeID, _ operands: [ValueID]) -> Operand {
    .value(add(op.op, type, operands[0], operands.second, operands.third), type)
  }

  func extended(_ op: GLSLInstruction, _ type: TypeID, _ operands: [ValueID]) -> Operand {
    .value(add(op, type, operands[0], operands.second, operands.third), type)
  }
}

extension [ValueID] {
  /// The second and the third element, where there are so many.
  fileprivate var second: ValueID? { count > 1 ? self[1] : nil }
  fileprivate var third: ValueID? { count > 2 ? self[2] : nil }
}
