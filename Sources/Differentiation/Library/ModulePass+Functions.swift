import SPIRV

// Functions for callers without a quad: clones whose signature follows from the source's, not from activity.
extension ModulePass {
  /// What is wanted of a function.
  struct FunctionRequest {
    /// A parameter of it.
    struct Parameter {
      var name: String
      var passing: LibraryFunction.Passing
      var hasTangents: Bool
    }

    var activation: Activation
    var name: String
    var parameters: [Parameter]
    /// Whether the result's tangents come back through parameters.
    var returnsTangents: Bool
  }

  /// Adds the functions, and what they call, to the module.
  func run(
    _ requests: [FunctionRequest]
  ) throws(DifferentiationError) -> (Round, [EmittedFunction]) {
    // Everything is a clone: what the source defines keeps its signature.
    keptOriginals = Set(original.functions.indices)
    reservedNames = Set(requests.map(\.name))
    let functions = requests.map { emit($0) }
    return (try finished(), functions)
  }

  private func emit(_ request: FunctionRequest) -> EmittedFunction {
    let shape = request.activation.shape
    let function = original.functions[shape.position]
    let map = cloneMap(function)
    let id = FunctionID(map[shape.id.rawValue] ?? 0)
    let name = "\(request.name)_d"
    context.builder.name(id.rawValue, name)
    let emitter = FunctionEmitter(pass: self, activation: request.activation, idMap: map, entryPoint: nil)
    var signature = Signature(request, emitter, context)
    signature.addParameters()
    signature.addResults()
    emitter.run()
    collect(emitter)
    var emitted = emitter.assemble(function)
    let types = signature.parameters.map(\.type)
    emitted.change(
      type: context.builder.functionType(result: shape.returnType, parameters: types),
      parameters: signature.parameters.map { .parameter(type: $0.type, result: $0.parameter.id) })
    emitted.insertAtHead(InstructionList(signature.head))
    clones[shape.position, default: []].append(emitted)
    return EmittedFunction(function: id, name: name, parameters: signature.parameters.map(\.parameter))
  }

  /// The parameters of a function under way.
  private struct Signature {
    let request: FunctionRequest
    let emitter: FunctionEmitter
    let context: PassContext
    private(set) var parameters: [(parameter: EmittedFunction.Parameter, type: TypeID)] = []
    /// Writes zeros through the pointers that may not be written otherwise.
    private(set) var head: [Instruction] = []

    init(_ request: FunctionRequest, _ emitter: FunctionEmitter, _ context: PassContext) {
      self.request = request
      self.emitter = emitter
      self.context = context
    }

    private var shape: FunctionShape { request.activation.shape }

    private mutating func add(
      _ id: ValueID, _ type: TypeID, _ role: EmittedFunction.Role, _ passing: LibraryFunction.Passing
    ) {
      parameters.append((EmittedFunction.Parameter(id: id, role: role, passing: passing), type))
    }

    private mutating func addTangent(
      _ type: TypeID, _ name: String, _ role: EmittedFunction.Role, _ passing: LibraryFunction.Passing
    ) -> ValueID {
      let id = context.builder.newValue(type: type)
      context.builder.name(id.rawValue, name)
      add(id, type, role, passing)
      return id
    }

    private mutating func clear(_ pointer: ValueID, _ type: TypeID) {
      guard case .pointer(_, let pointee) = context.builder[type] else { return }
      head.append(.store(context.builder.null(pointee), to: pointer))
    }

    /// Each parameter of the source with its tangents behind it.
    mutating func addParameters() {
      for (position, parameter) in shape.parameters.enumerated() {
        let own = request.parameters[position]
        let type = shape.parameterTypes[position]
        let mapped = emitter.mapped(parameter)
        let name = own.name.isEmpty ? "argument\(position + 1)" : own.name
        if own.name.isEmpty { context.builder.name(mapped.rawValue, name) }
        add(mapped, type, .primal, own.passing)
        guard own.hasTangents else { continue }
        if let slots = context.module.parameterSlots(parameter, in: shape) {
          let active = slots.reduce(into: Variation()) { $0.formUnion(request.activation.slots[$1]) }
          addShadows(parameter, position, name, active, own.passing)
        } else {
          var values = ScreenTangent()
          let active = emitter.directions(parameter)
          for direction in Direction.allCases {
            let id = addTangent(type, "\(name)_\(direction.suffix)", .tangent(direction), own.passing)
            if active.contains(direction) { values[direction] = id }
          }
          emitter.setTangent(parameter, .screen(values))
        }
      }
    }

    private mutating func addShadows(
      _ parameter: ValueID, _ position: Int, _ name: String, _ active: Variation,
      _ passing: LibraryFunction.Passing
    ) {
      let type = emitter.pass.shadowPointerType(shape.parameterTypes[position])
      for direction in Direction.allCases {
        let id = addTangent(type, "\(name)_\(direction.suffix)", .tangent(direction), passing)
        if active.contains(direction.variation) { emitter.setShadow(parameter, direction, id) }
        if passing == .out { clear(id, type) }
      }
    }

    /// The tangents of the result.
    mutating func addResults() {
      guard request.returnsTangents else { return }
      let pointer = context.builder.pointerType(.function, to: shape.returnType)
      for direction in Direction.allCases {
        let id = addTangent(pointer, "\(request.name)_\(direction.suffix)", .result(direction), .out)
        if request.activation.returned.contains(direction.variation) {
          emitter.returnPointers[direction] = id
        } else {
          clear(id, pointer)
        }
      }
    }
  }
}
