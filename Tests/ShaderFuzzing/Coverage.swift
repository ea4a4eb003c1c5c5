import Checking
import Differentiation
import SPIRV

/// How many programs held what.
public struct Coverage: Sendable {
  /// By feature.
  public private(set) var counts: [String: Int] = [:]
  /// The programs counted.
  public private(set) var programs = 0

  /// None yet.
  public init() {}

  /// Counts a program.
  public mutating func add(_ features: some Sequence<String>) {
    programs += 1
    for feature in features { counts[feature, default: 0] += 1 }
  }

  /// What a program held: instructions, types, storage, sites and what became of them.
  public static func features(of judgment: Judgment) -> Set<String> {
    var features: Set<String> = []
    for (module, form) in zip(judgment.modules, ["", " -O"]) {
      let index = ModuleIndex(module)
      for instruction in module.preamble {
        if "\(instruction.op)".hasPrefix("OpType") || "\(instruction.op)".hasPrefix("OpSpec") {
          features.insert("type \(describe(instruction, index))")
        }
      }
      for block in module.functions.flatMap(\.blocks) {
        for instruction in block.instructions {
          features.formUnion(names(of: instruction, index).map { $0 + ($0 == "OpPhi" ? form : "") })
        }
      }
    }
    for site in judgment.sites { features.insert("site \(site.name): \(site.outcome.word)") }
    for verdict in judgment.verdicts { features.insert("verdict \(verdict.rawValue)") }
    return features
  }

  private static func describe(_ instruction: Instruction, _ index: ModuleIndex) -> String {
    guard let result = instruction.result else { return "\(instruction.op)" }
    return switch index[TypeID(result.rawValue)] {
    case .int(let width, let isSigned): "\(isSigned ? "int" : "uint") \(width)"
    case .float(let width): "float \(width)"
    case .vector(let component, let count): "vector \(count) of \(describe(component, index))"
    case .matrix(let column, let count): "matrix \(count) x \(describe(column, index))"
    case .pointer(let storage, _): "pointer to storage \(storage.rawValue)"
    case .image(let image):
      "image \(image.dimension)\(image.isArrayed ? " array" : "")\(image.isDepth ? " shadow" : "")"
    default: "\(instruction.op)"
    }
  }

  private static func describe(_ type: TypeID, _ index: ModuleIndex) -> String {
    switch index[type] {
    case .float(let width): "float \(width)"
    case .int(_, let isSigned): isSigned ? "int" : "uint"
    case .bool: "bool"
    case .vector(let component, let count): "vector \(count) of \(describe(component, index))"
    default: "other"
    }
  }

  private static func names(of instruction: Instruction, _ index: ModuleIndex) -> [String] {
    switch instruction.operation(glsl: index.glsl) {
    case .extended(let op, _): ["\(op)"]
    case .sample(let sample): ["\(instruction.op)", name(of: sample, index)]
    case .note: []
    default: ["\(instruction.op)"]
    }
  }

  /// The form of a sample and its image's dimension.
  private static func name(of sample: ImageSample, _ index: ModuleIndex) -> String {
    var words = ["sample"]
    if let type = index.type(of: sample.sampledImage), case .sampledImage(let image) = index[type],
      case .image(let shape) = index[image]
    {
      words.append("\(shape.dimension)" + (shape.isArrayed ? " array" : ""))
    }
    if sample.depthReference != nil { words.append("compared") }
    if sample.isProjective { words.append("projective") }
    if sample.bias != nil { words.append("bias") }
    if sample.lod != nil { words.append("level") }
    if sample.gradients != nil { words.append("gradients") }
    if sample.offset != nil { words.append("offset") }
    return words.joined(separator: " ")
  }

  // MARK: The table

  /// A line a feature, and what is claimed and was never generated.
  public var text: String {
    let lines = counts.sorted { $0.key < $1.key }.map { name, count in
      "  \(String(repeating: " ", count: max(0, 8 - "\(count)".count)))\(count)  \(name)"
    }
    let missing = Self.claimed.filter { counts[$0] == nil }
    return """
      \(programs) programs; how many held each:
      \(lines.joined(separator: "\n"))
      never generated: \(missing.isEmpty ? "nothing" : missing.joined(separator: ", "))
      """
  }

  /// What the pass claims and GLSL can say: the mathematics, the site kinds, and the structure around them.
  static let claimed: [String] = {
    // Nothing that glslang writes: other front ends' and the optimizer's.
    let others: Set<GLSLInstruction> = [.modfStruct, .frexp, .nMin, .nMax, .nClamp, .iMix]
    let extended = GLSLInstruction.allCases.filter { !others.contains($0) }.map { "\($0)" }
    let core: [Op] = [
      .fNegate, .fAdd, .fSub, .fMul, .fDiv, .fMod, .vectorTimesScalar, .matrixTimesScalar, .vectorTimesMatrix,
      .matrixTimesVector, .matrixTimesMatrix, .outerProduct, .dot, .transpose, .fConvert, .select,
      .compositeConstruct, .compositeExtract, .compositeInsert, .vectorExtractDynamic,
      .vectorShuffle, .variable, .load, .store, .accessChain, .functionCall, .branch, .branchConditional,
      .switch,
      .selectionMerge, .loopMerge, .return, .returnValue, .kill, .dPdx, .dPdy, .fwidth, .dPdxFine, .dPdyFine,
      .fwidthFine, .dPdxCoarse, .dPdyCoarse, .fwidthCoarse, .imageQueryLod, .imageFetch, .imageGather,
      .imageDrefGather, .imageSampleImplicitLod, .imageSampleExplicitLod, .imageSampleDrefImplicitLod,
      .imageSampleDrefExplicitLod, .imageSampleProjImplicitLod, .imageSampleProjExplicitLod,
      .imageSampleProjDrefImplicitLod, .imageSampleProjDrefExplicitLod, .convertFToS, .convertFToU,
      .convertSToF,
      .convertUToF, .bitcast, .iAdd, .isNan, .isInf, .bitFieldInsert, .bitFieldSExtract, .bitFieldUExtract,
      .bitReverse, .bitCount, .uMulExtended, .sMulExtended, .iAddCarry, .iSubBorrow, .any, .all, .logicalNot,
    ]
    return extended + core.map { "\($0)" } + ["OpPhi", "OpPhi -O"]
  }()
}

extension SiteReport.Outcome {
  /// What became of a site, in a word.
  fileprivate var word: String {
    switch self {
    case .tangent: "tangent"
    case .zero: "zero"
    case .gradients: "gradients"
    case .kept(let reason):
      switch reason {
      case .cut: "kept, cut"
      case .quadChannel: "kept, channel"
      case .excluded: "kept, excluded"
      case .queryLod: "kept, queryLod"
      case .noGradientForm: "kept, no gradient form"
      case .missingExtension: "kept, extension"
      }
    }
  }
}
