import Differentiation
import Interpreter
import SPIRV

/// How an argument changes over the screen.
enum ArgumentActivity: CaseIterable {
  case none, x, y, both
}

/// A module that applies one operation to varyings and takes every derivative of the result.
///
/// Argument i is `a<i>`, a varying; where it is to change in one direction only, it is the flat `a<i>` plus the flat
/// `s<i>` times gl_FragCoord's way from the pixel in that direction.
struct RuleModule {
  /// The pixel at which arguments have their values.
  static let position = Position(20.5, 31.5)

  private var text = AssemblyText()
  private let width: Int

  /// The module of a case, an activity of each argument and a width of the operation's floats.
  static func module(
    _ ruleCase: RuleCase, _ activity: [ArgumentActivity], width: Int
  ) throws -> Module {
    let result = ruleCase.rule.key.value(ruleCase.shapes.map { .zero($0) }).shape
    return try module(ruleCase.shapes, activity, width: width, result: result) { text, arguments in
      let type = text.type(result, width)
      return text.value("\(ruleCase.rule.key.mnemonic(type)) \(arguments.joined(separator: " "))")
    }
  }

  /// The module of any operation, which a body writes.
  ///
  /// - Parameter argumentWidth: the width of the operation's arguments where it is another than its result's.
  static func module(
    _ shapes: [Tensor.Shape], _ activity: [ArgumentActivity], width: Int, argumentWidth: Int? = nil,
    result: Tensor.Shape, _ body: (inout AssemblyText, [String]) -> String
  ) throws -> Module {
    var own = RuleModule(width: argumentWidth ?? width)
    let arguments = shapes.indices.map { own.argument($0, shapes[$0], activity[$0]) }
    let value = body(&own.text, arguments)
    own.sites(of: value, result, width)
    return try own.text.module()
  }

  private init(width: Int) { self.width = width }

  // MARK: Arguments

  private mutating func argument(
    _ number: Int, _ shape: Tensor.Shape, _ activity: ArgumentActivity
  ) -> String {
    let isFlat = activity != .both
    let start = input("a\(number)", location: number * 8, shape, isFlat: isFlat)
    let value: String
    switch activity {
    case .none, .both: value = start
    case .x: value = moved(start, number, shape, component: 0)
    case .y: value = moved(start, number, shape, component: 1)
    }
    return converted(value, shape, from: 32, to: width)
  }

  private mutating func input(
    _ name: String, location: Int, _ shape: Tensor.Shape, isFlat: Bool
  ) -> String {
    let variable = text.variable(
      name, "Input", shape, decorations: ["Location \(location)"] + (isFlat ? ["Flat"] : []))
    let type = text.type(shape, 32)
    return text.value("OpLoad \(type) \(variable)")
  }

  /// start + slope · (gl_FragCoord[component] − the pixel's).
  private mutating func moved(
    _ start: String, _ number: Int, _ shape: Tensor.Shape, component: Int
  ) -> String {
    let slope = input("s\(number)", location: number * 8 + 4, shape, isFlat: true)
    let (float, type) = (text.float(32), text.type(shape, 32))
    let place = fragCoord()
    let own = text.value("OpCompositeExtract \(float) \(place) \(component)")
    let centre = text.constant(component == 0 ? RuleModule.position.x : RuleModule.position.y)
    let way = text.value("OpFSub \(float) \(own) \(centre)")
    guard case .matrix(let columns, let rows) = shape else {
      let scaled = text.value(
        "\(shape == .scalar ? "OpFMul" : "OpVectorTimesScalar") \(type) \(slope) \(way)")
      return text.value("OpFAdd \(type) \(start) \(scaled)")
    }
    let scaled = text.value("OpMatrixTimesScalar \(type) \(slope) \(way)")
    let column = text.type(.vector(rows), 32)
    let parts = (0..<columns).map { at in
      let a = text.value("OpCompositeExtract \(column) \(start) \(at)")
      let b = text.value("OpCompositeExtract \(column) \(scaled) \(at)")
      return text.value("OpFAdd \(column) \(a) \(b)")
    }
    return text.value("OpCompositeConstruct \(type) \(parts.joined(separator: " "))")
  }

  private var place: String?

  private mutating func fragCoord() -> String {
    if let place { return place }
    let variable = text.variable(
      "gl_FragCoord", "Input", .vector(4), decorations: ["BuiltIn FragCoord"])
    let type = text.type(.vector(4), 32)
    let loaded = text.value("OpLoad \(type) \(variable)")
    place = loaded
    return loaded
  }

  private mutating func converted(
    _ value: String, _ shape: Tensor.Shape, from: Int, to: Int
  ) -> String {
    guard from != to else { return value }
    let type = text.type(shape, to)
    guard case .matrix(let columns, let rows) = shape else {
      return text.value("OpFConvert \(type) \(value)")
    }
    let (own, other) = (text.type(.vector(rows), from), text.type(.vector(rows), to))
    let parts = (0..<columns).map { at in
      let column = text.value("OpCompositeExtract \(own) \(value) \(at)")
      return text.value("OpFConvert \(other) \(column)")
    }
    return text.value("OpCompositeConstruct \(type) \(parts.joined(separator: " "))")
  }

  // MARK: Sites

  /// dFdx, dFdy and fwidth of a value, column by column, each to an output of its own.
  private mutating func sites(of value: String, _ shape: Tensor.Shape, _ width: Int) {
    var columns = [value]
    var column = shape
    if case .matrix(let count, let rows) = shape {
      column = .vector(rows)
      let type = text.type(column, width)
      columns = (0..<count).map { text.value("OpCompositeExtract \(type) \(value) \($0)") }
    }
    for (at, part) in columns.enumerated() {
      let narrow = converted(part, column, from: width, to: 32)
      let type = text.type(column, 32)
      for (number, site) in ["OpDPdx", "OpDPdyFine", "OpFwidthCoarse"].enumerated() {
        let slope = text.value("\(site) \(type) \(narrow)")
        let output = text.variable(
          "o\(at)\(site)", "Output", column, decorations: ["Location \(at * 3 + number)"])
        text.add("OpStore \(output) \(slope)")
      }
    }
  }
}

extension RuleKey {
  /// The instruction as the assembler has it, up to its operands.
  func mnemonic(_ type: String) -> String {
    switch self {
    case .extended(let op):
      let name = "\(op)"
      return "OpExtInst \(type) %glsl \("\(op)".capitalizedFirst)"
    case .arithmetic(let op):
      let name =
        switch op {
        case .negate: "FNegate"
        case .add: "FAdd"
        case .subtract: "FSub"
        case .multiply: "FMul"
        case .divide: "FDiv"
        case .remainder: "FRem"
        case .modulo: "FMod"
        case .vectorTimesScalar: "VectorTimesScalar"
        case .matrixTimesScalar: "MatrixTimesScalar"
        case .vectorTimesMatrix: "VectorTimesMatrix"
        case .matrixTimesVector: "MatrixTimesVector"
        case .matrixTimesMatrix: "MatrixTimesMatrix"
        case .outerProduct: "OuterProduct"
        case .dot: "Dot"
        case .transpose: "Transpose"
        case .convert: "FConvert"
        case .quantize: "QuantizeToF16"
        }
      return "Op\(name) \(type)"
    }
  }
}
