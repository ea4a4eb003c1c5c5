import SPIRV

/// A function of a module that is to be differentiated by itself, for callers that have no quad.
public struct LibraryFunction: Sendable {
  /// How a parameter is passed. SPIR-V has a pointer for all three.
  public enum Passing: String, Sendable {
    /// The callee reads it.
    case `in`
    /// The callee writes it.
    case out
    /// The callee reads and writes it.
    case `inout`
  }

  /// A parameter.
  public struct Parameter: Sendable {
    /// The name; "" where it has none.
    public var name: String
    /// How it is passed.
    public var passing: Passing
    /// It stands for one of the shader's outputs rather than for a parameter of the source.
    public var isOutput = false
    /// It stands for an input that does not vary over the screen, or not smoothly.
    public var isFlat = false
    /// It stands for gl_FragCoord, in whose parity messages to neighbours hide.
    public var isFragCoord = false

    /// A parameter of the source.
    public init(name: String, passing: Passing) {
      self.name = name
      self.passing = passing
    }
  }

  /// The function.
  public var function: FunctionID
  /// The name that the source has for it.
  public var name: String
  /// Its parameters, in order.
  public var parameters: [Parameter]

  /// A function, its parameters as the source declares them.
  public init(function: FunctionID, name: String, parameters: [Parameter]) {
    self.function = function
    self.name = name
    self.parameters = parameters
  }

  /// The functions of a module with a name, one for each overload, as far as the module alone tells: what is
  /// written through a pointer is inout.
  public static func named(_ name: String, in module: Module) -> [LibraryFunction] {
    let index = ModuleIndex(module)
    return module.functions.compactMap { function in
      guard !function.blocks.isEmpty,
        index.name(of: function.id.rawValue)?.prefix(while: { $0 != "(" }) == name[...]
      else { return nil }
      let written = writtenParameters(of: function)
      return LibraryFunction(
        function: function.id, name: name,
        parameters: function.parameters.map { parameter in
          Parameter(
            name: index.name(of: parameter.rawValue) ?? "",
            passing: written.contains(parameter) ? .inout : .in)
        })
    }
  }

  /// The pointer parameters through which a function may write.
  private static func writtenParameters(of function: Function) -> Set<ValueID> {
    var roots: [ValueID: ValueID] = [:]
    for parameter in function.parameters { roots[parameter] = parameter }
    var written: Set<ValueID> = []
    for block in function.blocks {
      for instruction in block.instructions {
        if let result = instruction.result, let base = instruction.accessBase,
          instruction.op == .accessChain || instruction.op == .inBoundsAccessChain
        {
          roots[result] = roots[base]
          continue
        }
        // A load alone only reads; anything else that is handed a pointer may write through it.
        guard instruction.op != .load else { continue }
        for operand in instruction.operandIDs {
          if let root = roots[operand] { written.insert(root) }
        }
      }
    }
    return written
  }
}

/// A function as it was written for callers that have no quad.
public struct EmittedFunction: Sendable {
  /// What a parameter of it is.
  public enum Role: Hashable, Sendable {
    /// A parameter of the source, an input or an output of the shader.
    case primal
    /// A tangent of the primal parameter before it.
    case tangent(Direction)
    /// A tangent of the result.
    case result(Direction)
  }

  /// A parameter.
  public struct Parameter: Sendable {
    /// The parameter.
    public var id: ValueID
    /// What it is.
    public var role: Role
    /// How it is passed.
    public var passing: LibraryFunction.Passing
  }

  /// The function.
  public var function: FunctionID
  /// Its name: `material_d`.
  public var name: String
  /// Its parameters, in order.
  public var parameters: [Parameter]
}

/// A module with functions for callers that have no quad, and what became of its sites.
public struct DifferentiatedLibrary: Sendable {
  /// The module, all of its original functions included.
  public var module: Module
  /// The functions, in the order asked for.
  public var functions: [EmittedFunction]
  /// Every site of what they reach, in the order of the module.
  public var sites: [SiteReport]
  /// What should be known besides, in the order of the module.
  public var remarks: [Remark]
}
