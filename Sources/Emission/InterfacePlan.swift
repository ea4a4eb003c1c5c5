import CSPIRVCross
import Frontend

/// What an interface declaration needs after SPIRV-Cross has written it.
struct DeclarationEdit {
  /// The variable is GLSL's own (`gl_FragColor`), which SPIR-V knows only as an output.
  var isRemoved = false
  /// The variable is an atomic counter, whose type SPIRV-Cross prints as it is in SPIR-V: `uint`.
  var isAtomicCounter = false
  /// The packing to print instead of the one SPIRV-Cross found; nil leaves that.
  var packing: InterfaceSymbol.Packing?
  /// The source says `lowp`, of which SPIR-V knows only that it is not `highp`.
  var isLowPrecision = false
  /// Layout entries the source had, to be added where SPIRV-Cross left them out.
  var entries: [(key: String, value: Int)] = []

  /// Whether the declaration can stay as it is.
  var isEmpty: Bool {
    !isRemoved && !isAtomicCounter && !isLowPrecision && packing == nil && entries.isEmpty
  }
}

/// The interface as the source declared it, laid over the module's.
struct InterfacePlan {
  /// The stand-ins for all names.
  var names: NamePlan
  /// Stand-ins of instance names that the text must not have: their blocks are anonymous.
  var anonymousInstances: Set<Substring> = []
  /// Stand-ins of atomic counters.
  var atomicCounters: Set<Substring> = []
  /// Edits by the stand-in of the declared name.
  var edits: [Substring: DeclarationEdit] = [:]
  /// The names of structs that are no blocks, by what SPIRV-Cross calls them where it takes a pointer
  /// into a buffer for a reference to a buffer.
  var structNames: [Substring: String] = [:]
  /// Samples may be written as `texture2D` and the like, for `texture` is a name here.
  var allowsOldSamples = false
  /// The only output is gl_FragColor, which SPIRV-Cross calls otherwise.
  var hasFragColor = false
  /// The depth is GL_EXT_frag_depth's, in ESSL 100.
  var hasFragDepthExtension = false
  /// Names that the outside knows: nothing else in the text may take them.
  var fixedNames: Set<Substring> = []
}

/// Builds an ``InterfacePlan`` and tells the compiler of it: names give way to stand-ins, and
/// decorations that glslang made up are taken off.
struct InterfacePlanner {
  private let compiler: CrossCompiler
  private let survey: ModuleSurvey
  private let dialect: Dialect
  private let isLegacySource: Bool
  private let names: [UInt32: String]
  private let symbols: [SymbolKey: InterfaceSymbol]
  private var plan: InterfacePlan

  /// How a variable of the module finds its symbol: by its own name, or an anonymous block by its
  /// block's name, which inputs, outputs and buffers may each use once.
  private struct SymbolKey: Hashable {
    enum Space { case variables, inputBlocks, outputBlocks, bufferBlocks }
    var space: Space
    var name: String

    init(_ symbol: InterfaceSymbol) {
      guard symbol.isAnonymousBlock, let blockName = symbol.blockName else {
        (space, name) = (.variables, symbol.name)
        return
      }
      name = blockName
      switch symbol.storage {
      case .input: space = .inputBlocks
      case .output: space = .outputBlocks
      default: space = .bufferBlocks
      }
    }

    init(variable: ModuleSurvey.Variable, name: String, blockName: String) {
      guard name.isEmpty else {
        (space, self.name) = (.variables, name)
        return
      }
      self.name = blockName
      switch variable.storage {
      case .input: space = .inputBlocks
      case .output: space = .outputBlocks
      default: space = .bufferBlocks
      }
    }
  }

  /// A planner for the module that `compiler` holds.
  init(compiler: CrossCompiler, survey: ModuleSurvey, facts: SourceFacts?, dialect: Dialect) {
    self.compiler = compiler
    self.survey = survey
    self.dialect = dialect
    isLegacySource = facts?.isLegacy == true
    names = Dictionary(survey.names.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    symbols = Dictionary(
      (facts?.symbols ?? []).map { (SymbolKey($0), $0) }, uniquingKeysWith: { first, _ in first })
    plan = InterfacePlan(
      names: NamePlan(taken: survey.names.map(\.name) + survey.memberNames.map(\.name)))
  }

  /// Plans everything.
  mutating func make() -> InterfacePlan {
    let variables = survey.interface.filter {
      !survey.builtIns.contains($0.id) && !survey.builtIns.contains($0.valueType)
    }
    let anonymous = variables.filter(isAnonymousBlock)
    planNames(variables: variables, anonymous: anonymous)
    plan.hasFragDepthExtension = dialect.isES && dialect.version == 100
    plan.allowsOldSamples = dialect.isLegacy && plan.fixedNames.contains("texture")
    plan.hasFragColor =
      dialect.isLegacy && variables.contains { $0.storage == .output && names[$0.id] == "gl_FragColor" }
    for variable in variables {
      let symbol = symbols[key(of: variable)]
      removeInventions(from: variable, symbol)
      plan(variable, symbol)
    }
    return plan
  }

  private func key(of variable: ModuleSurvey.Variable) -> SymbolKey {
    SymbolKey(
      variable: variable, name: names[variable.id] ?? "", blockName: names[variable.valueType] ?? "")
  }

  /// Without facts, a block is taken to be anonymous if its instance name is there and empty, as
  /// glslang writes it; a module stripped of names has none.
  private func isAnonymousBlock(_ variable: ModuleSurvey.Variable) -> Bool {
    guard survey.blocks.contains(variable.valueType), names[variable.id] == "" else { return false }
    return symbols.isEmpty || symbols[key(of: variable)]?.isAnonymousBlock == true
  }

  // MARK: Names

  private mutating func planNames(
    variables: [ModuleSurvey.Variable], anonymous: [ModuleSurvey.Variable]
  ) {
    let interfaceTypes = survey.structs(within: variables.map(\.valueType))
    let interfaceIDs = Set(variables.map(\.id)).union(interfaceTypes)
    let anonymousTypes = Set(anonymous.map(\.valueType))
    let globalMembers = Set(survey.memberNames.filter { anonymousTypes.contains($0.type) }.map(\.name))
    for (id, name) in survey.names where !name.isEmpty {
      if survey.builtIns.contains(id) || survey.entryPoints.contains(id) { continue }
      if interfaceIDs.contains(id) {
        setInterfaceName(id, name)
      } else if let name = localName(name, avoiding: globalMembers) {
        compiler.setName(of: id, to: plan.names.standIn(for: name))
      }
    }
    for (type, member, name) in survey.memberNames where !survey.builtIns.contains(type) {
      let isOwn = isForeign && name.hasPrefix("gl_")
      let name = isOwn ? unused(name.dropFirst(3)) : name
      compiler.setMemberName(of: type, member, to: plan.names.standIn(for: name))
    }
    plan.fixedNames.formUnion(globalMembers.map { Substring($0) })
    for (id, name) in survey.names where !name.isEmpty && survey.structMembers[id] != nil {
      if !survey.blocks.contains(id) { plan.structNames["_\(id)"] = name }
    }
    for (number, variable) in anonymous.enumerated() {
      let instance = plan.names.standIn(for: "anonymous block \(number)")
      compiler.setName(of: variable.id, to: instance)
      plan.anonymousInstances.insert(Substring(instance))
    }
  }

  private mutating func setInterfaceName(_ id: UInt32, _ name: String) {
    // Vulkan links by numbers: SPIRV-Cross may rename a variable that is called like a function.
    if dialect.isVulkan, glslBuiltInFunctions.contains(Substring(name)) { return }
    var name = name
    if isForeign {
      // What newer dialects have as a word of their own, SPIRV-Cross renames.
      if glslBuiltInFunctions.contains(Substring(name)) || glslLaterWords.contains(name) { return }
      if name.hasPrefix("gl_") { name = unused(name.dropFirst(3)) }
    }
    compiler.setName(of: id, to: plan.names.standIn(for: name))
    // SPIRV-Cross knows gl_FragData by this name itself.
    if !(dialect.isLegacy && name.hasPrefix("gl_")) { plan.fixedNames.insert(Substring(name)) }
  }

  /// Whether an old dialect is written in a newer one.
  private var isForeign: Bool { isLegacySource && !dialect.isSourceDialect }

  /// A name like this one, which nothing in the module has: `FragColor` of `gl_FragColor`.
  private func unused(_ name: Substring) -> String {
    var result = String(name)
    while names.values.contains(result) { result += "_1" }
    return result
  }

  /// The name that a local variable, function or type shall have, or nil to leave it to SPIRV-Cross.
  private func localName(_ name: String, avoiding globalMembers: Set<String>) -> String? {
    if globalMembers.contains(name) { return name + "_1" }
    if glslBuiltInFunctions.contains(Substring(name)) { return nil }
    return dialect.isSourceDialect ? name : nil
  }

  // MARK: Layouts

  /// Takes off the locations and bindings that the text did not have: glslang numbers what is not
  /// numbered, and with the numbers printed OpenGL would not link as before. Vulkan needs them.
  private func removeInventions(from variable: ModuleSurvey.Variable, _ symbol: InterfaceSymbol?) {
    if let symbol, symbol.explicitSet == nil {
      compiler.undecorate(variable.id, SpvDecorationDescriptorSet)
    }
    // Newer dialects have invariant outputs only.
    if isForeign, variable.storage == .input { compiler.undecorate(variable.id, SpvDecorationInvariant) }
    if dialect.isVulkan { return }
    // Only blocks and opaque types can have bindings in GLSL.
    if variable.storage == .uniformConstant, !survey.opaqueTypes.contains(variable.valueType) {
      compiler.undecorate(variable.id, SpvDecorationBinding)
    }
    guard let symbol else { return }
    if symbol.explicitLocation == nil {
      for decoration in [SpvDecorationLocation, SpvDecorationComponent, SpvDecorationIndex] {
        compiler.undecorate(variable.id, decoration)
      }
    }
    if symbol.explicitBinding == nil { compiler.undecorate(variable.id, SpvDecorationBinding) }
  }

  private mutating func plan(_ variable: ModuleSurvey.Variable, _ symbol: InterfaceSymbol?) {
    let name = names[variable.id] ?? ""
    var edit = DeclarationEdit()
    edit.isRemoved =
      name.hasPrefix("gl_") && (dialect.isLegacy || variable.storage == .output && !isForeign)
    edit.isAtomicCounter = variable.storage == .atomicCounter
    if let symbol, dialect.isSourceDialect {
      // The offsets agree with what SPIRV-Cross prints and with what the source says, which may be less.
      if variable.isBuffer, survey.blocks.contains(variable.valueType) { edit.packing = symbol.packing }
      edit.isLowPrecision = (dialect.isES || dialect.isVulkan) && symbol.precision == .lowp
      edit.entries = symbol.layoutEntries
    }
    if edit.isEmpty { return }
    let standIn = Substring(compiler.name(of: variable.id))
    plan.edits[standIn] = edit
    if edit.isAtomicCounter { plan.atomicCounters.insert(standIn) }
  }
}

extension ModuleSurvey.Variable {
  /// A variable whose block has a memory layout.
  fileprivate var isBuffer: Bool {
    storage == .uniform || storage == .storageBuffer || storage == .pushConstant
  }
}

extension InterfaceSymbol {
  /// The numbers that its layout was written with.
  fileprivate var layoutEntries: [(key: String, value: Int)] {
    [
      ("location", explicitLocation), ("component", explicitComponent), ("index", explicitIndex),
      ("binding", explicitBinding),
    ].compactMap { key, value in value.map { (key, $0) } }
  }
}
