// What functions and entry points are made of.
extension Instruction {
  /// OpFunction without control bits.
  public static func function(result: TypeID, id: FunctionID, type: TypeID) -> Instruction {
    Instruction(.function, [result.rawValue, id.rawValue, 0, type.rawValue])
  }

  /// OpFunctionEnd.
  public static let functionEnd = Instruction(.functionEnd, [])

  /// OpFunctionCall.
  public static func call(
    type: TypeID, result: ValueID, _ callee: FunctionID, _ arguments: [ValueID]
  ) -> Instruction {
    Instruction(
      .functionCall, [type.rawValue, result.rawValue, callee.rawValue] + arguments.map(\.rawValue))
  }

  /// OpReturnValue, or OpReturn where there is no value.
  public static func `return`(_ value: ValueID?) -> Instruction {
    value.map { Instruction(.returnValue, [$0.rawValue]) } ?? Instruction(.return, [])
  }

  /// OpEntryPoint of a fragment shader.
  public static func fragmentEntryPoint(
    _ function: FunctionID, name: String, interface: [ValueID]
  ) -> Instruction {
    let fragment: UInt32 = 4
    return Instruction(
      .entryPoint,
      LiteralString.encode(name, after: [fragment, function.rawValue]) + interface.map(\.rawValue))
  }

  /// OpExecutionMode OriginUpperLeft.
  public static func originUpperLeft(_ entryPoint: FunctionID) -> Instruction {
    let originUpperLeft: UInt32 = 7
    return Instruction(.executionMode, [entryPoint.rawValue, originUpperLeft])
  }
}

extension Function {
  /// A function of one block.
  ///
  /// - Parameters:
  ///   - parameters: OpFunctionParameter instructions.
  ///   - body: what stands in the block, its terminator last.
  public init(
    _ id: FunctionID, result: TypeID, type: TypeID, parameters: [Instruction], label: LabelID,
    body: [Instruction]
  ) {
    head = [.function(result: result, id: id, type: type)] + parameters
    blocks = [Block(notes: [], label: label, instructions: body)]
    tail = [.functionEnd]
  }

  /// Gives the function another type and other parameters.
  public mutating func change(type: TypeID, parameters: [Instruction]) {
    head = head.filter { $0.op != .functionParameter }.map {
      $0.op == .function ? $0.withFunctionType(type) : $0
    }
    head += parameters
  }
}

extension Builder {
  /// OpTypeVoid.
  public func voidType() -> TypeID { TypeID(uniqueGlobal(.typeVoid, type: nil, [])) }

  /// Adds a fragment entry point called `main`.
  public func addFragmentEntryPoint(_ function: FunctionID, interface: [ValueID]) {
    add(.fragmentEntryPoint(function, name: "main", interface: interface), to: .entryPoints)
    add(.originUpperLeft(function), to: .executionModes)
    let shader: UInt32 = 1
    require(capability: shader)
  }

  /// Makes a function visible to other modules under a name (OpDecorate LinkageAttributes Export).
  public func export(_ function: FunctionID, as name: String) {
    let (linkage, linkageAttributes, export): (UInt32, UInt32, UInt32) = (5, 41, 0)
    require(capability: linkage)
    decorate(
      function.rawValue, Decoration(rawValue: linkageAttributes), LiteralString.encode(name) + [export])
  }
}
