import SPIRV

/// Turns the inputs and outputs that functions use into parameters of theirs.
///
///     in vec2 uv;                        vec2 quadless_material_uv;
///     vec4 material(float t) {           vec4 material_body(float t) { … quadless_material_uv … }
///       … uv …                     ⇒     vec4 material(float t, vec2 uv) {
///     }                                    quadless_material_uv = uv;
///                                          return material_body(t);
///                                        }
///
/// No input exists where such a function is to be called, and the derivative of one is for the caller to say.
struct InterfaceParameters {
  private let module: Module
  private let initialized: GlobalInitializers
  private let index: ModuleIndex
  private let inputs: InputCatalog
  private let builder: Builder
  /// The variable of one invocation that stands for an input or output.
  private var stand: [ValueID: ValueID] = [:]
  private var renewed: [UInt32: UInt32] = [:]
  private var plainTypes: [TypeID: TypeID] = [:]
  private var renamed: Set<UInt32> = []
  /// Part of the variables' names, so that files with different functions have different ones.
  private let owner: String

  /// The module with such functions, and the functions as they are then called.
  static func apply(
    to initialized: GlobalInitializers, _ roots: [LibraryFunction]
  ) throws(DifferentiationError) -> (Module, [LibraryFunction]) {
    var pass = InterfaceParameters(initialized, owner: roots.first?.name ?? "")
    return try pass.run(roots)
  }

  private init(_ initialized: GlobalInitializers, owner: String) {
    module = initialized.module
    self.initialized = initialized
    self.owner = owner
    index = ModuleIndex(module)
    inputs = InputCatalog(module, index: index)
    builder = Builder(module, index: index)
  }

  private mutating func run(
    _ roots: [LibraryFunction]
  ) throws(DifferentiationError) -> (Module, [LibraryFunction]) {
    let initializers = roots.map { initializer(for: $0.function) }
    let entries = zip(roots, initializers).map { root, initializer in
      [root.function] + (initializer.map { [$0] } ?? [])
    }
    let used = entries.map { interface(of: $0) }
    guard used.contains(where: { !$0.isEmpty }) || initializers.contains(where: { $0 != nil }) else {
      return (module, roots)
    }
    let reached = module.functionsReached(from: entries.flatMap { $0 }).sorted()
    for position in reached { try refuseInterpolation(in: module.functions[position]) }
    for variable in index.globals where used.contains(where: { $0.contains(variable.id) }) {
      addStand(for: variable)
    }
    var result = module
    for position in reached { result.functions[position] = rewritten(module.functions[position]) }
    var functions = roots
    for (number, variables) in used.enumerated() where !variables.isEmpty || initializers[number] != nil {
      guard let (wrapper, function) = wrapper(of: roots[number], variables, initializers[number]) else {
        continue
      }
      result.functions.append(wrapper)
      functions[number] = function
    }
    if let id = initialized.function, initializers.contains(where: { $0 != nil }) {
      renamed.insert(id.rawValue)
      builder.name(id.rawValue, "quadless_\(owner)_initialize")
    }
    result.preamble.removeAll { instruction in
      guard instruction.op == .name, let id = instruction.operandIDs.first else { return false }
      return renamed.contains(id.rawValue)
    }
    builder.finish(&result)
    return (result, functions)
  }

  // MARK: What is used

  /// The inputs and outputs that functions, or those they call, use, in the order of the module.
  private func interface(of roots: [FunctionID]) -> [ValueID] {
    let candidates = index.globals.filter { $0.storage == .input || $0.storage == .output }
    let functions = module.functionsReached(from: roots)
    return candidates.map(\.id).filter { uses(functions, $0) }
  }

  private func uses(_ functions: Set<Int>, _ variable: ValueID) -> Bool {
    functions.contains { position in
      module.functions[position].blocks.contains { block in
        block.instructions.contains {
          $0.mentions(variable.rawValue) && $0.operandIDs.contains(variable)
        }
      }
    }
  }

  /// What must run before a function, since it sets variables that the function uses.
  private func initializer(for root: FunctionID) -> FunctionID? {
    let functions = module.functionsReached(from: [root])
    return initialized.variables.contains { uses(functions, $0) } ? initialized.function : nil
  }

  private func refuseInterpolation(in function: Function) throws(DifferentiationError) {
    var location = SourceLocation(file: "", line: 0, column: 0)
    for block in function.blocks {
      for instruction in block.notes + block.instructions {
        if let (file, line, column) = instruction.line {
          location = SourceLocation(file: index.strings[file] ?? "", line: Int(line), column: Int(column))
        }
        switch instruction.operation(glsl: index.glsl) {
        case .extended(.interpolateAtCentroid, _), .extended(.interpolateAtSample, _),
          .extended(.interpolateAtOffset, _):
          throw .unsupported(
            "an input cannot be interpolated anew where there is no rasterizer; "
              + "leave the function with 'interpolateAt…' out, or hand its result in", at: location)
        default: break
        }
      }
    }
  }

  // MARK: Variables

  private mutating func addStand(for variable: ModuleIndex.GlobalVariable) {
    guard case .pointer(_, let pointee) = index[variable.pointerType] else { return }
    let new = builder.globalVariable(.private, pointee: plain(pointee))
    builder.name(new.rawValue, "quadless_\(owner)_\(label(of: variable.id))")
    stand[variable.id] = new
    renewed[variable.id.rawValue] = new.rawValue
  }

  /// What an input or output is called as a parameter: `gl_FragCoord` is `fragCoord`, and a block without an
  /// instance's name goes by that of its type.
  private func label(of variable: ValueID) -> String {
    var name = index.name(of: variable.rawValue) ?? ""
    if name.isEmpty, let type = index.type(of: variable), case .pointer(_, let pointee) = index[type] {
      name = index.name(of: pointee.rawValue) ?? ""
      name = name.isEmpty ? "input\(variable.rawValue)" : name.loweringFirst
    }
    return name.hasPrefix("gl_") ? String(name.dropFirst(3)).loweringFirst : name
  }

  /// A type without what makes it an interface block.
  private mutating func plain(_ type: TypeID) -> TypeID {
    if let known = plainTypes[type] { return known }
    var result = type
    switch index[type] {
    case .array(let element, let length):
      let inner = plain(element)
      if inner != element { result = builder.arrayType(element: inner, length: length) }
    case .structure(let members):
      let isBlock =
        index.has(.block, type.rawValue)
        || members.indices.contains { index.builtIn(member: UInt32($0), of: type) != nil }
      guard isBlock else { break }
      result = builder.structType(members: members)
      if let name = index.name(of: type.rawValue) { builder.name(result.rawValue, name) }
      for instruction in module.preamble {
        guard let naming = instruction.memberNaming, naming.structure == type else { continue }
        builder.name(member: UInt32(naming.member), of: result, naming.name)
      }
    default: break
    }
    plainTypes[type] = result
    return result
  }

  private mutating func rewritten(_ function: Function) -> Function {
    var function = function
    for number in function.blocks.indices {
      let instructions = function.blocks[number].instructions
      for (position, instruction) in instructions.enumerated() {
        if let type = instruction.resultType, renewed[type.rawValue] == nil,
          case .pointer(let storage, let pointee) = index[type], storage == .input || storage == .output
        {
          renewed[type.rawValue] = builder.pointerType(.private, to: plain(pointee)).rawValue
        }
        let words = index.switchLiteralWords(instruction)
        if let new = instruction.mappingIDs(switchLiteralWords: words, { renewed[$0] ?? $0 }) {
          function.blocks[number].instructions[position] = new
        }
      }
    }
    return function
  }

  // MARK: Wrappers

  private mutating func wrapper(
    of root: LibraryFunction, _ variables: [ValueID], _ initializer: FunctionID?
  ) -> (Function, LibraryFunction)? {
    guard let position = index.position(of: root.function),
      let result = module.functions[position].definition?.resultType
    else { return nil }
    var function = root
    function.function = FunctionID(builder.newValue().rawValue)
    builder.name(function.function.rawValue, root.name)
    renamed.insert(root.function.rawValue)
    builder.name(root.function.rawValue, "\(root.name)_body")

    var parameters: [Instruction] = []
    var types: [TypeID] = []
    func add(_ type: TypeID, _ name: String) -> ValueID {
      let id = builder.newValue(type: type)
      if !name.isEmpty { builder.name(id.rawValue, name) }
      types.append(type)
      parameters.append(.parameter(type: type, result: id))
      return id
    }
    let arguments = module.functions[position].parameters.enumerated().map { number, parameter in
      let name = number < root.parameters.count ? root.parameters[number].name : ""
      return add(index.type(of: parameter) ?? TypeID(0), name)
    }
    var before: [Instruction] = []
    var after: [Instruction] = []
    for variable in variables {
      guard let stand = stand[variable], let pointer = builder.type(of: stand),
        case .pointer(_, let type) = builder[pointer]
      else { continue }
      let name = label(of: variable)
      let isOutput = index.globals.contains { $0.id == variable && $0.storage == .output }
      var parameter = LibraryFunction.Parameter(name: name, passing: isOutput ? .out : .in)
      parameter.isOutput = isOutput
      parameter.isFlat = !isOutput && inputs.interpolation(of: variable, member: nil) == .flat
      parameter.isFragCoord = variable == inputs.fragCoord
      function.parameters.append(parameter)
      if isOutput {
        let target = add(builder.pointerType(.function, to: type), name)
        let value = builder.newValue(type: type)
        after += [.load(type: type, result: value, stand), .store(value, to: target)]
      } else {
        before.append(.store(add(type, name), to: stand))
      }
    }
    if let initializer {
      let void = builder.voidType()
      before.append(.call(type: void, result: builder.newValue(type: void), initializer, []))
    }
    let call = builder.newValue(type: result)
    let isVoid = index[result] == .void
    let body =
      before + [.call(type: result, result: call, root.function, arguments)] + after
      + [.return(isVoid ? nil : call)]
    let type = builder.functionType(result: result, parameters: types)
    let label = LabelID(builder.newValue().rawValue)
    return (
      Function(
        function.function, result: result, type: type, parameters: parameters, label: label, body: body),
      function
    )
  }
}

extension String {
  /// The name with its first letter small.
  fileprivate var loweringFirst: String { prefix(1).lowercased() + dropFirst() }
}
