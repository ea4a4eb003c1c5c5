import SPIRV

/// SPIR-V assembly written line by line; types, constants and variables are declared as they are asked for.
struct AssemblyText {
  private var interface: [String] = []
  private var names: [String] = []
  private var decorations: [String] = []
  private var globals: [String] = []
  private var locals: [String] = []
  private var declared: Set<String> = []
  private var body: [String] = []
  private var count = 0

  /// Adds an instruction without result.
  mutating func add(_ line: String) { body.append(line) }

  /// Adds an instruction with a new result and returns the result's name.
  mutating func value(_ instruction: String, named name: String? = nil) -> String {
    count += 1
    let result = "%" + (name ?? "t\(count)")
    body.append("\(result) = \(instruction)")
    return result
  }

  private mutating func declare(_ name: String, _ instruction: String) -> String {
    if declared.insert(name).inserted { globals.append("\(name) = \(instruction)") }
    return name
  }

  // MARK: Types and constants

  mutating func float(_ width: Int) -> String { declare("%f\(width)", "OpTypeFloat \(width)") }

  mutating func type(_ shape: Tensor.Shape, _ width: Int) -> String {
    switch shape {
    case .scalar: return float(width)
    case .vector(let count):
      let component = float(width)
      return declare("%v\(count)f\(width)", "OpTypeVector \(component) \(count)")
    case .matrix(let columns, let rows):
      let column = type(.vector(rows), width)
      return declare("%m\(columns)x\(rows)f\(width)", "OpTypeMatrix \(column) \(columns)")
    }
  }

  mutating func int() -> String { declare("%int", "OpTypeInt 32 1") }

  mutating func integer(_ value: Int) -> String {
    let type = int()
    return declare("%i\(value)".replacing("-", with: "m"), "OpConstant \(type) \(value)")
  }

  mutating func constant(_ value: Double) -> String {
    let type = float(32)
    return declare(
      "%c\(value)".replacing("-", with: "m").replacing(".", with: "p"), "OpConstant \(type) \(value)")
  }

  mutating func pointer(_ storage: String, _ type: String) -> String {
    declare("%p\(storage)_\(type.dropFirst())", "OpTypePointer \(storage) \(type)")
  }

  mutating func structure(_ members: [String]) -> String {
    let name = "%s_" + members.map { String($0.dropFirst()) }.joined(separator: "_")
    return declare(name, "OpTypeStruct \(members.joined(separator: " "))")
  }

  /// The type of integers in a shape.
  mutating func integerType(_ shape: Tensor.Shape) -> String {
    let scalar = int()
    guard case .vector(let count) = shape else { return scalar }
    return declare("%v\(count)int", "OpTypeVector \(scalar) \(count)")
  }

  /// An integer in every component of a shape.
  mutating func splat(_ value: Int, _ shape: Tensor.Shape) -> String {
    let (type, scalar) = (integerType(shape), integer(value))
    guard case .vector(let count) = shape else { return scalar }
    let parts = Array(repeating: scalar, count: count).joined(separator: " ")
    return declare("%v\(count)\(scalar.dropFirst())", "OpConstantComposite \(type) \(parts)")
  }

  // MARK: Variables

  /// A variable of the function.
  mutating func local(_ type: String) -> String {
    let pointer = pointer("Function", type)
    count += 1
    locals.append("%l\(count) = OpVariable \(pointer) Function")
    return "%l\(count)"
  }

  /// An interface variable of a shape, 32 bits wide; returns its name.
  mutating func variable(
    _ name: String, _ storage: String, _ shape: Tensor.Shape, decorations: [String]
  ) -> String {
    let pointer = pointer(storage, type(shape, 32))
    let result = declare("%\(name)", "OpVariable \(pointer) \(storage)")
    interface.append(result)
    names.append("OpName \(result) \"\(name)\"")
    self.decorations += decorations.map { "OpDecorate \(result) \($0)" }
    return result
  }

  /// The module: one fragment entry point with the body.
  func module() throws -> Module {
    let text = """
      OpCapability Shader
      OpCapability Float16
      OpCapability Float64
      OpCapability DerivativeControl
      OpCapability InterpolationFunction
      OpCapability SampleRateShading
      %glsl = OpExtInstImport "GLSL.std.450"
      OpMemoryModel Logical GLSL450
      OpEntryPoint Fragment %main "main" \(interface.joined(separator: " "))
      OpExecutionMode %main OriginUpperLeft
      \((names + decorations + ["%void = OpTypeVoid", "%function = OpTypeFunction %void"] + globals).joined(separator: "\n"))
      %main = OpFunction %void None %function
      %entry = OpLabel
      \((locals + body).joined(separator: "\n"))
      OpReturn
      OpFunctionEnd
      """
    return try assembled(text)
  }
}
