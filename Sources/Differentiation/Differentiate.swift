import SPIRV

/// A differentiated module and what became of its sites.
public struct Differentiated: Sendable {
  /// The module.
  public var module: Module
  /// Every site, in the order of the module.
  public var sites: [SiteReport]
}

/// Replaces the sites of a module's fragment entry points by analytic derivatives.
///
/// - Throws: ``DifferentiationError``.
public func differentiate(
  _ module: Module, options: DifferentiationOptions = DifferentiationOptions()
) throws(DifferentiationError) -> Differentiated {
  Differentiated(module: module, sites: [])
}
