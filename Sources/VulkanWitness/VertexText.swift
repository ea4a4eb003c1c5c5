/// The text of a vertex shader's SPIR-V, written piece by piece.
struct VertexText {
  private var interface = ""
  private var decorations: [String] = []
  private var variables: [String] = []
  private var body: [String] = []
  /// Types and constants, each before its first use.
  private var declarations: [String] = []
  private var declared: Set<String> = []
  private var temporaries = 0

  /// A vertex shader that writes the position.
  init() {
    decorations = ["OpDecorate %position Location 0", "OpDecorate %clip BuiltIn Position"]
    variables = [
      "%position = OpVariable \(pointer("Input", vector(.float, 4))) Input",
      "%clip = OpVariable \(pointer("Output", vector(.float, 4))) Output",
    ]
    body = ["%corner = OpLoad %float4 %position", "OpStore %clip %corner"]
  }

  /// The whole.
  var module: String {
    """
    OpCapability Shader
    OpMemoryModel Logical GLSL450
    OpEntryPoint Vertex %main "main" %position %clip\(interface)
    \(decorations.joined(separator: "\n"))
    %void = OpTypeVoid
    %function = OpTypeFunction %void
    \(declarations.joined(separator: "\n"))
    \(variables.joined(separator: "\n"))
    %main = OpFunction %void None %function
    %entry = OpLabel
    \(body.joined(separator: "\n"))
    OpReturn
    OpFunctionEnd
    """
  }

  /// Attribute `number` + 1, of four components: what the vertex buffer holds of any varying.
  mutating func addAttribute(_ number: Int, _ kind: Varying.Kind) {
    interface += " %in\(number)"
    decorations.append("OpDecorate %in\(number) Location \(number + 1)")
    variables.append("%in\(number) = OpVariable \(pointer("Input", vector(kind, 4))) Input")
    body.append("%attribute\(number) = OpLoad \(vector(kind, 4)) %in\(number)")
  }

  /// An output that matches an input of the fragment shader.
  mutating func addOutput(_ number: Int, _ input: FragmentInput) {
    interface += " %out\(number)"
    decorate("OpDecorate %out\(number)", input.placement)
    variables.append("%out\(number) = OpVariable \(pointer("Output", type(input.shape))) Output")
  }

  /// Copies what an attribute, whose first component is `first`, holds of a part of an output.
  mutating func copy(_ attribute: Int, _ first: Int, to leaf: FragmentInput.Leaf, ofOutput output: Int) {
    let (value, place) = ("%value\(temporaries)", "%place\(temporaries)")
    temporaries += 1
    let type = vector(leaf.kind, leaf.count)
    let components = (0..<leaf.count).map { " \(min(3, leaf.component - first + $0))" }.joined()
    let whole = "%attribute\(attribute)"
    body.append(
      leaf.count == 1
        ? "\(value) = OpCompositeExtract \(type) \(whole)\(components)"
        : "\(value) = OpVectorShuffle \(type) \(whole) \(whole)\(components)")
    guard !leaf.path.isEmpty else {
      body.append("OpStore %out\(output) \(value)")
      return
    }
    let path = leaf.path.map { " " + constant($0) }.joined()
    body.append("\(place) = OpAccessChain \(pointer("Output", type)) %out\(output)\(path)")
    body.append("OpStore \(place) \(value)")
  }

  private mutating func decorate(_ what: String, _ placement: FragmentInput.Placement) {
    if let location = placement.location { decorations.append("\(what) Location \(location)") }
    if let component = placement.component { decorations.append("\(what) Component \(component)") }
  }

  // MARK: Types and constants

  /// Declares a name once; returns it as an operand.
  private mutating func declare(_ name: String, _ text: String) -> String {
    if declared.insert(name).inserted { declarations.append("%\(name) = \(text)") }
    return "%\(name)"
  }

  private mutating func constant(_ value: Int) -> String {
    let int = vector(.int, 1)
    return declare("constant\(value)", "OpConstant \(int) \(value)")
  }

  private mutating func pointer(_ storage: String, _ type: String) -> String {
    declare("\(storage)_\(type.dropFirst())", "OpTypePointer \(storage) \(type)")
  }

  private mutating func vector(_ kind: Varying.Kind, _ count: Int) -> String {
    let text =
      switch kind {
      case .float: "OpTypeFloat 32"
      case .int: "OpTypeInt 32 1"
      case .uint: "OpTypeInt 32 0"
      }
    let scalar = declare(kind.rawValue, text)
    return count == 1 ? scalar : declare("\(kind.rawValue)\(count)", "OpTypeVector \(scalar) \(count)")
  }

  private mutating func type(_ shape: FragmentInput.Shape) -> String {
    switch shape {
    case .vector(let kind, let count): return vector(kind, count)
    case .matrix(let columns, let rows):
      let column = vector(.float, rows)
      return declare("float\(columns)x\(rows)", "OpTypeMatrix \(column) \(columns)")
    case .array(let element, let count):
      let element = type(element)
      let length = constant(count)
      return declare("\(element.dropFirst())_\(count)", "OpTypeArray \(element) \(length)")
    case .structure(let id, let isBlock, let members):
      let types = members.map { " " + type($0.0) }.joined()
      let name = "struct\(id)"
      if !declared.contains(name) {
        if isBlock { decorations.append("OpDecorate %\(name) Block") }
        for (position, (_, placement)) in members.enumerated() {
          decorate("OpMemberDecorate %\(name) \(position)", placement)
        }
      }
      return declare(name, "OpTypeStruct\(types)")
    }
  }
}
