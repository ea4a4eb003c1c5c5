import Differentiation

@testable import SPIRV

/// The pages that are printed from the code: the table of rules, and what becomes of every instruction.
enum Pages {
  /// Every rule with its behaviour at singular points.
  static var rules: String {
    let rows = derivativeRules.rules.map { rule in
      let differential =
        rule.isFlat ? "0" : FormulaText(rule.differential((0..<rule.arity).map { .differential($0) })).text
      let singular = SingularPoints(rule: rule).description ?? ""
      return "| `\(name(rule.key))` | \(rule.arity) | `\(differential)` | \(singular) |"
    }
    return """
      # Derivative rules

      The differential of every mathematical operation, printed from the table.

      `u`, `v`, `w` are the arguments, `du`, `dv`, `dw` their differentials along the screen's x or y, `r` is the
      result. `reciprocal(x)` is 1/x, and 0 where x is 0 or less than the least normal number; `reciprocalRoot(x)` is
      1/√x, and 0 where x is not positive. One rule serves scalars and vectors of every width.
      The last column has the points at which the operation has no derivative in the strict sense, among arguments of
      -1, 0 and 1 (vectors along one direction, multiples of the unit matrix), and what the rule gives there: at
      kinks the branch that the value takes, or the one-sided derivative; elsewhere 0. Where the value itself is not
      finite the differential may not be, either; a site then gives 0. A jump, such as `floor`'s, has the derivative
      beside it, which is 0; what depends on a jump alone is reported as cut.

      | operation | arguments | differential | at singular points |
      | --- | --- | --- | --- |
      \(rows.joined(separator: "\n"))

      """
  }

  /// Every instruction of the core and of GLSL.std.450.
  static var instructions: String {
    let core = opTable.map { row in
      let op = Op(rawValue: row.code)
      return "| `\(row.name)` | \(treatment(instruction(op).operation(glsl: nil), op)) |"
    }
    let extended = GLSLInstruction.allCases.map { op in
      "| `\(name(.extended(op)))` | \(treatment(op)) |"
    }
    return """
      # Instructions

      What becomes of every instruction, printed from the switch that decodes them. Floating-point values lie between
      an input and a site; what does not is left as it is. An instruction that this list does not know is carried
      through; in a function that must be cloned it is an error that names it.

      ## GLSL.std.450

      | instruction | derivative |
      | --- | --- |
      \(extended.joined(separator: "\n"))

      ## Core

      | instruction | derivative |
      | --- | --- |
      \(core.joined(separator: "\n"))

      """
  }

  private static func name(_ key: RuleKey) -> String {
    switch key {
    case .arithmetic(let op): return "\(op.op)"
    case .extended(let op):
      let name = "\(op)"
      return name.prefix(1).uppercased() + name.dropFirst()
    }
  }

  private static let cut = "cut: of varying operands its derivative is not known, and sites say so"

  private static func treatment(_ op: GLSLInstruction) -> String {
    if let rule = derivativeRules[.extended(op)] {
      return rule.isFlat ? "zero by nature; it jumps, which cuts what depends on it alone" : "by its rule"
    }
    switch op {
    case .modf, .modfStruct: return "that of the argument for the fraction; the whole part is zero and jumps"
    case .frexp, .frexpStruct:
      return "the argument's, scaled, for the significand; the exponent is zero and jumps"
    case .ldexp: return "the first argument's, scaled likewise"
    case .determinant: return "by cofactors"
    case .interpolateAtCentroid, .interpolateAtSample, .interpolateAtOffset:
      return "the input's at that place, and through the offset"
    default: return "zero by nature: integers, or bits"
    }
  }

  private static func treatment(_ operation: Operation, _ op: Op) -> String {
    switch operation {
    case .arithmetic: "by its rule"
    case .extended: "by the instruction's own row above"
    case .select: "the chosen operand's; a varying condition jumps"
    case .phi: "the taken branch's; a varying branch jumps"
    case .copy: "the operand's"
    case .undefined: "zero by nature"
    case .compositeConstruct, .compositeExtract, .compositeInsert, .vectorShuffle: "part by part"
    case .vectorExtract, .vectorInsert: "part by part; a varying index jumps"
    case .variable, .load, .store, .copyMemory, .accessChain:
      "memory: a variable of tangents beside the variable"
    case .call: "a differentiated function, one per pattern of active arguments"
    case .branch, .conditionalBranch, .switch, .selectionMerge, .loopMerge, .return, .end:
      "control flow: kept"
    case .returnValue: "the returned value's, through a pointer"
    case .derivative(let derivative, _):
      derivative.kind == .width
        ? "a site: becomes the sum of the tangents' magnitudes" : "a site: becomes the operand's tangent"
    case .sample(let sample):
      (sample.isImplicit ? "a site: gets gradients; of what it gives: " : "")
        + (sample.depthReference == nil ? "a further sample along the coordinate's tangent" : cut)
    case .queryLod: "a site that is kept: the sampler's bias and clamps are not known"
    case .opaqueRead: cut
    case .discrete: "zero by nature; it jumps, which cuts what depends on it alone"
    case .note: "none: a note for debuggers"
    case .other:
      op.hasValue ? cut : "none: a declaration or an effect; kept"
    }
  }

  /// An instruction with operands as the grammar wants them.
  private static func instruction(_ op: Op) -> Instruction {
    var words: [UInt32] = []
    let letters = OperandLayout.of(op)?.letters ?? []
    for (position, letter) in letters.enumerated() {
      let next = position + 1 < letters.count ? letters[position + 1] : 0
      if letter == UInt8(ascii: "?") || letter == UInt8(ascii: "*") || next == UInt8(ascii: "?") { continue }
      switch letter {
      case UInt8(ascii: "w"), UInt8(ascii: "v"), UInt8(ascii: "p"): words += [1, 2]
      case UInt8(ascii: "g"), UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "m"): words.append(0)
      default: words.append(UInt32(position + 1))
      }
    }
    return Instruction(op, words)
  }
}

extension Op {
  /// Whether the instruction stands in functions and has a result that may be a number.
  fileprivate var hasValue: Bool {
    let name = "\(self)"
    guard OperandLayout.of(self)?.hasResultType == true else { return false }
    return !["OpConstant", "OpSpecConstant", "OpType", "OpFunction", "OpExtInst"].contains {
      name.hasPrefix($0)
    }
  }
}
