import SPIRV

/// A differentiated module and what became of its sites.
public struct Differentiated: Sendable {
  /// The module.
  public var module: Module
  /// Every site, in the order of the module.
  public var sites: [SiteReport]
  /// The inputs that hand tangents over, in the order of their locations; none with ``SeedSource/quad``.
  public var seedInputs: [SeedInput] = []
  /// What should be known besides, in the order of the module.
  public var remarks: [Remark] = []
}

/// Replaces the sites of a module's fragment entry points by analytic derivatives.
///
/// Without a site the module comes back unchanged. The primal's instructions and ids are never renumbered,
/// reordered or re-associated: sites and calls change in place, everything else is added. Derivatives of derivatives
/// are replaced innermost first, to any depth.
///
/// - Throws: ``DifferentiationError``.
public func differentiate(
  _ module: Module, options: DifferentiationOptions = DifferentiationOptions()
) throws(DifferentiationError) -> Differentiated {
  let index = ModuleIndex(module)
  let points = options.entryPoints(of: index)
  guard !points.isEmpty else { throw .noFragmentEntryPoint(named: options.entryPoint) }
  guard index.summaries.contains(where: \.hasSite) else { return Differentiated(module: module, sites: []) }
  var rounds = Rounds(module, options: options)
  return try rounds.run(index)
}

extension DifferentiationOptions {
  /// The entry points to differentiate.
  func entryPoints(of index: ModuleIndex) -> [ModuleIndex.EntryPoint] {
    index.entryPoints.filter { $0.isFragment && (entryPoint == nil || entryPoint == $0.name) }
  }
}
