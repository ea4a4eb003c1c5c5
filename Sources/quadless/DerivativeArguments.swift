import ArgumentParser
import Conversion
import Differentiation

extension SiteSelection: ExpressibleByArgument {}
extension CutPolicy: ExpressibleByArgument {}
extension TextureDerivative: ExpressibleByArgument {}

/// Where the derivatives of inputs come from.
enum Seeds: String, ExpressibleByArgument, CaseIterable {
  /// The hardware's quad, once, at the head of `main`.
  case quad
  /// The caller.
  case explicit
}

/// A fragment's size in pixels, spelled `WxH`.
struct FragmentSize: ExpressibleByArgument {
  var width: Int
  var height: Int

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]), (1...64).contains(width),
      (1...64).contains(height)
    else { return nil }
    self.width = width
    self.height = height
  }
}

/// What the pass does.
struct DerivativeArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Convert only the entry point of this name.", valueName: "name"))
  var entryPoint: String?

  @Option(
    help: """
      Which sites to rewrite: all, derivatives (dFdx, dFdy, fwidth), textures (implicit LOD) or undefined \
      (only in non-uniform control flow or at a seam).
      """)
  var sites = SiteSelection.all

  @Option(
    help: """
      What becomes of a site whose operand varies only through a jump, an integer or memory: keep (with a \
      warning), zero or error.
      """)
  var onCut = CutPolicy.keep

  @Option(
    help: """
      The derivative of a texture sample where a site depends on one: difference (one more sample), keep or \
      error.
      """)
  var textureDerivative = TextureDerivative.difference

  @Option(help: "Where the inputs' derivatives come from: quad; explicit is not supported yet.")
  var seeds = Seeds.quad

  @Option(help: ArgumentHelp("The size of a coarse fragment in pixels. (default: 1x1)", valueName: "WxH"))
  var fragmentSize: FragmentSize?

  func apply(to options: inout ConversionOptions) {
    options.differentiation.entryPoint = entryPoint
    options.differentiation.sites = sites
    options.differentiation.onCut = onCut
    options.differentiation.textureDerivative = textureDerivative
    if let fragmentSize {
      options.differentiation.fragmentSize = (fragmentSize.width, fragmentSize.height)
    }
  }
}
