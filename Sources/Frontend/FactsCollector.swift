/// Puts together what the parsed program and the scanned text each know of the source.
struct FactsCollector {
  let unit: CompilationUnit
  let environment: TargetEnvironment
  let resolver: IncludeResolver

  /// The facts of a program that compiled.
  func collect(_ output: GlslangOutput) throws(CompilationError) -> SourceFacts {
    let scans = [unit.scan] + resolver.files.map(\.scan)
    let blocks = output.symbols.filter { $0.blockName != nil && isPacked($0.storage) && !$0.isBuiltIn }
    var packings = mergedPackings(scans)
    var precisions: [String: Precision] = [:]
    for scan in scans { precisions.merge(scan.precisions) { $1 } }

    // The unprocessed text is enough unless #if or macros decide; then the preprocessor is asked.
    if needsPreprocessor(blocks, packings, scans) {
      let scan = TextScan(Array(try unit.preprocess(for: environment).utf8))
      packings = mergedPackings([scan])
      precisions = scan.precisions
    }

    var symbols = output.symbols
    for index in symbols.indices {
      guard let name = symbols[index].blockName else { continue }
      // Where the text says nothing that could be read, what glslang took is the best guess.
      symbols[index].packing = packings[name]?.first ?? symbols[index].packing
      if !isPacked(symbols[index].storage) { symbols[index].packing = .none }
    }
    let mentionsOrigin = scans.contains { $0.mentionsOriginUpperLeft }
    return SourceFacts(
      version: unit.dialect.version, profile: unit.dialect.profile,
      requestedExtensions: extensions(output.extensions, scans),
      // Under Vulkan glslang sets it unasked.
      originUpperLeft: output.originUpperLeft && mentionsOrigin,
      pixelCenterInteger: output.pixelCenterInteger, earlyFragmentTests: output.earlyFragmentTests,
      depthLayout: output.depthLayout, defaultFloatPrecision: precisions["float"],
      defaultIntPrecision: precisions["int"],
      defaultOpaquePrecisions: precisions.filter { $0.key != "float" && $0.key != "int" },
      symbols: symbols, shadertoyNames: unit.shadertoy?.undeclaredNames,
      isVersionNamed: unit.dialect.isNamed, isLegacy: unit.dialect.isLegacy(for: environment))
  }

  private func isPacked(_ storage: InterfaceSymbol.Storage) -> Bool {
    switch storage {
    case .uniform, .buffer, .pushConstant: true
    case .input, .output, .shared, .other: false
    }
  }

  private func mergedPackings(_ scans: [TextScan]) -> [String: Set<InterfaceSymbol.Packing>] {
    var result: [String: Set<InterfaceSymbol.Packing>] = [:]
    for scan in scans { result.merge(scan.packings) { $0.union($1) } }
    return result
  }

  private func needsPreprocessor(
    _ blocks: [InterfaceSymbol], _ packings: [String: Set<InterfaceSymbol.Packing>], _ scans: [TextScan]
  ) -> Bool {
    if scans.contains(where: { $0.hasConditionalPrecision }) { return true }
    if blocks.isEmpty { return false }
    if scans.contains(where: { $0.hasConditionalDefaultPacking }) { return true }
    // A default set in one file reaches into others.
    if scans.count > 1, scans.contains(where: { $0.setsDefaultPacking }) { return true }
    return blocks.contains { block in packings[block.blockName ?? ""]?.count != 1 }
  }

  private func extensions(_ active: Set<String>, _ scans: [TextScan]) -> [RequestedExtension] {
    var behaviours: [String: String] = [:]
    for scan in scans { behaviours.merge(scan.extensions) { $1 } }
    if let behaviour = behaviours["GL_ARB_shading_language_include"] {
      behaviours["GL_GOOGLE_include_directive"] = behaviours["GL_GOOGLE_include_directive"] ?? behaviour
    }
    // Those that glslang turned on beside what the text names are left out, and so is what the text
    // names in a branch not taken.
    // glslang 12 does not know GL_EXT_draw_buffers, and has what it brings without.
    let isUnknown = { name in unit.dialect.profile == .es && name == "GL_EXT_draw_buffers" }
    return behaviours.filter { (active.contains($0.key) || isUnknown($0.key)) && $0.value != "disable" }
      .map { RequestedExtension(name: $0.key, behaviour: $0.value) }
      .sorted { $0.name < $1.name }
  }
}
