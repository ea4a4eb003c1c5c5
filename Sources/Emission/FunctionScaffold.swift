import SPIRV

/// A fragment entry point that calls functions, for a writer that writes only what an entry point reaches.
enum FunctionScaffold {
  /// Starts the names of variables that exist only to be handed over.
  static let placeholder = "quadless_placeholder"

  /// The module with such an entry point; it must have none.
  static func adding(to module: Module, calling functions: [FunctionID]) -> Module {
    let index = ModuleIndex(module)
    let builder = Builder(module, index: index)
    var placeholders: [ValueID] = []
    var variables: [Instruction] = []
    var calls: [Instruction] = []
    for id in functions {
      guard let position = index.position(of: id),
        let result = module.functions[position].definition?.resultType
      else { continue }
      let arguments = module.functions[position].parameters.map { parameter -> ValueID in
        let type = index.type(of: parameter) ?? TypeID(0)
        guard case .pointer(let storage, let pointee) = index[type],
          storage != .physicalStorageBuffer
        else { return builder.null(type) }
        if storage == .function {
          let variable = builder.newValue(type: type)
          variables.append(.variable(type: type, result: variable, .function))
          return variable
        }
        let variable = builder.globalVariable(storage, pointee: pointee)
        builder.name(variable.rawValue, "\(placeholder)\(placeholders.count)")
        placeholders.append(variable)
        return variable
      }
      calls.append(.call(type: result, result: builder.newValue(type: result), id, arguments))
    }
    let void = builder.voidType()
    let type = builder.functionType(result: void, parameters: [])
    let main = FunctionID(builder.newValue().rawValue)
    builder.name(main.rawValue, "main")
    let label = LabelID(builder.newValue().rawValue)
    var result = module
    result.functions.append(
      Function(
        main, result: void, type: type, parameters: [], label: label, body: variables + calls + [.return(nil)]
      ))
    // Before SPIR-V 1.4 an interface holds inputs and outputs only.
    let isWide = module.header.isAtLeast(1, 4)
    builder.addFragmentEntryPoint(main, interface: isWide ? index.globals.map(\.id) + placeholders : [])
    builder.finish(&result)
    return result
  }
}
