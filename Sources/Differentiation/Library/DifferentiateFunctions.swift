import SPIRV

/// Gives functions of a module twins that also take the tangents of their arguments, and that need no quad.
///
///     vec4 material(vec2 uv, int layer) {        vec4 material_d(vec2 uv, vec2 uv_dx, vec2 uv_dy, int layer) {
///       … texture(albedo, uv * 4.0) …      ⇒       … textureGrad(albedo, uv * 4.0, uv_dx * 4.0, uv_dy * 4.0) …
///     }                                          }
///
/// The signature follows from the function's own: behind each parameter that holds floating-point numbers stand
/// its tangents in x and in y, needed or not, passed as it is; integers, samplers and what is flat have none. Inputs and
/// outputs of the shader that the function uses become parameters, too.
///
/// - Parameters:
///   - module: what holds the functions.
///   - functions: the functions, and how each parameter is passed.
///   - resultTangents: whether the tangents of the result, and of the shader's outputs, come back through further
///     parameters.
///   - initializer: a function that does nothing but initialize global variables, as glslang's `main` of a text
///     without one does. Variables that are not set to constants are set anew whenever one of the functions is called.
///   - options: what else is to be decided.
/// - Throws: ``DifferentiationError``; a site that would have to stay is an error.
public func differentiate(
  _ module: Module, functions: [LibraryFunction], resultTangents: Bool = false,
  initializer: FunctionID? = nil,
  options: DifferentiationOptions = DifferentiationOptions()
) throws(DifferentiationError) -> DifferentiatedLibrary {
  let (module, roots) = try InterfaceParameters.apply(
    to: GlobalInitializers(module, main: initializer), functions)
  let library = Library(module, roots: roots, returnsTangents: resultTangents, options: options)
  try library.refuseUnsuitable()
  let states = library.states()
  if let exceeded = options.deadline?.exceeded { throw .limit(exceeded, at: nil) }
  try refuseKept(states, library.shape)
  return try library.emit(states)
}

/// The functions under way, in a module without inputs and outputs.
private final class Library {
  /// A function with what is known of its place in the module.
  struct Root {
    var function: LibraryFunction
    var number: Int
  }

  /// Callers hand tangents over, but not those of tangents.
  static let sites = OpenSites(nesting: .unseeded)

  let module: Module
  let index: ModuleIndex
  let shape: ModuleShape
  let inputs: InputCatalog
  let roots: [Root]
  let returnsTangents: Bool
  let options: DifferentiationOptions
  private var forward: ForwardActivity

  init(
    _ module: Module, roots functions: [LibraryFunction], returnsTangents: Bool,
    options: DifferentiationOptions
  ) {
    self.module = module
    self.returnsTangents = returnsTangents
    self.options = options
    index = ModuleIndex(module)
    shape = ModuleShape(module, index: index)
    inputs = InputCatalog(module, index: index, options: options)
    let shape = shape
    roots = functions.compactMap { function in
      shape.function(function.function).map { Root(function: function, number: $0) }
    }
    forward = ForwardActivity(
      module: shape, options: options, inputs: inputs, sites: Library.sites)
    let returnsTangents = returnsTangents
    shape.markRelevant(
      for: Library.sites, findsChannels: true,
      results: roots.map { root in
        let parameters = root.function.parameters.enumerated().filter {
          Library.comesBack($0.element, returnsTangents)
        }
        return Relevance.Results(
          function: root.number, isReturned: returnsTangents,
          parameters: parameters.compactMap { position, _ in
            let all = shape.functions[root.number].parameters
            return position < all.count ? all[position] : nil
          })
      })
  }

  /// Whether a parameter's tangents are handed back.
  static func comesBack(_ parameter: LibraryFunction.Parameter, _ returnsTangents: Bool) -> Bool {
    parameter.passing != .in && (returnsTangents || !parameter.isOutput)
  }

  /// The source's parameter at a position.
  func parameter(_ position: Int, of root: Root) -> LibraryFunction.Parameter {
    position < root.function.parameters.count
      ? root.function.parameters[position] : LibraryFunction.Parameter(name: "", passing: .in)
  }

  /// Whether a parameter has tangents: it holds floating-point numbers that may vary.
  func hasTangents(_ position: Int, of root: Root) -> Bool {
    let parameter = parameter(position, of: root)
    if parameter.isFlat || (parameter.isOutput && !returnsTangents) { return false }
    return inputs.isFloat(valueType(position, of: root))
  }

  /// A parameter's type, that behind the pointer where it is one.
  func valueType(_ position: Int, of root: Root) -> TypeID {
    let type = shape.functions[root.number].parameterTypes[position]
    guard case .pointer(let storage, let pointee) = index[type], storage == .function else { return type }
    return pointee
  }

  // MARK: Refusals

  /// Throws where a parameter's type has no tangent type.
  func refuseUnsuitable() throws(DifferentiationError) {
    for root in roots {
      for position in shape.functions[root.number].parameters.indices
      where hasTangents(position, of: root) && holdsOpaque(valueType(position, of: root)) {
        throw .unsupported(
          "parameter '\(parameter(position, of: root).name)' of '\(root.function.name)' is a structure with "
            + "samplers in it, which has no tangents; hand its samplers in by themselves",
          at: SourceLocation(file: "", line: 0, column: 0))
      }
    }
  }

  private func holdsOpaque(_ type: TypeID) -> Bool {
    switch index[type] {
    case .image, .sampledImage, .opaque: true
    case .array(let element, _): holdsOpaque(element)
    case .structure(let members): members.contains { holdsOpaque($0) }
    default: false
    }
  }

  // MARK: Analysis

  /// The functions under arguments that vary wherever they can.
  func states() -> [ForwardState] {
    forward = ForwardActivity(
      module: shape, options: options, inputs: inputs, sites: Library.sites)
    return forward.run(
      roots.map { root in
        var arguments: [Variation] = []
        let function = shape.functions[root.number]
        for (position, parameter) in function.parameters.enumerated() {
          let varies = hasTangents(position, of: root) && self.parameter(position, of: root).passing != .out
          var whole: Variation = varies ? [.x, .y, .nonUniform] : .nonUniform
          if self.parameter(position, of: root).isFragCoord { whole.insert(.fragCoord) }
          guard let slots = shape.parameterSlots(parameter, in: function) else {
            arguments.append(isOpaque(position, of: root) ? [] : whole)
            continue
          }
          let members = memberTypes(valueType(position, of: root), count: slots.count)
          arguments += members.map { member in
            isOpaque(position, of: root) ? [] : inputs.isFloat(member) ? whole : .nonUniform
          }
        }
        return ForwardState.Key(function: root.number, arguments: arguments, control: [])
      })
  }

  private func isOpaque(_ position: Int, of root: Root) -> Bool {
    switch index[shape.functions[root.number].parameterTypes[position]] {
    case .pointer(let storage, _): storage != .function
    case .image, .sampledImage, .opaque: true
    default: false
    }
  }

  /// The types of the slots behind a pointer.
  private func memberTypes(_ type: TypeID, count: Int) -> [TypeID] {
    if case .structure(let members) = index[type], members.count == count { return members }
    return Array(repeating: type, count: count)
  }

  // MARK: Emission

  func emit(_ states: [ForwardState]) throws(DifferentiationError) -> DifferentiatedLibrary {
    let backward = BackwardActivity(forward: forward)
    let activations = backward.run(
      zip(roots, states).map { root, state in
        let function = shape.functions[root.number]
        var slots: [Variation] = []
        for (position, parameter) in function.parameters.enumerated() {
          guard let own = shape.parameterSlots(parameter, in: function) else { continue }
          let comesBack =
            hasTangents(position, of: root)
            && Library.comesBack(self.parameter(position, of: root), returnsTangents)
          slots += own.map { comesBack ? state.slots[$0].variation.intersection(.smooth) : [] }
        }
        return (
          state: state, returned: returnsTangents ? state.returned.intersection(.smooth) : [], slots: slots
        )
      })
    let context = PassContext(
      builder: Builder(module, index: index), options: options, module: shape, inputs: inputs)
    let pass = ModulePass(
      module: module, context: context, backward: backward, seeds: SeedBank(context, module: module),
      settled: [])
    let requests = zip(roots, activations).map { root, activation in
      let function = shape.functions[root.number]
      let isFloat = inputs.isFloat(function.returnType)
      return ModulePass.FunctionRequest(
        activation: activation, name: root.function.name,
        parameters: function.parameters.indices.map { position in
          let parameter = parameter(position, of: root)
          return .init(
            name: parameter.name, passing: parameter.passing, hasTangents: hasTangents(position, of: root))
        },
        returnsTangents: returnsTangents && isFloat)
    }
    let (result, functions) = try pass.run(requests)
    return DifferentiatedLibrary(
      module: result.module, functions: functions, sites: result.sites.map(\.report),
      remarks: result.remarks)
  }
}
