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
    help: ArgumentHelp(
      """
      Which sites to rewrite: derivatives are dFdx, dFdy and fwidth, textures those with implicit LOD, \
      undefined only those in non-uniform control flow or at a seam.
      """, valueName: "which"))
  var sites = SiteSelection.all

  @Option(
    help: ArgumentHelp(
      """
      What becomes of a site whose operand varies only through a jump, an integer or memory: keep leaves it \
      to the quad, with a warning.
      """, valueName: "what"))
  var onCut = CutPolicy.keep

  @Option(
    help: ArgumentHelp(
      """
      The derivative of a texture sample where a site depends on one: difference takes one more sample, central \
      two more half a pixel away, bilinear the slope between texels (2D, linear filtering), keep leaves the site \
      to the quad.
      """, valueName: "what"))
  var textureDerivative = TextureDerivative.difference

  @Option(
    help: ArgumentHelp(
      "Where the inputs' derivatives come from. Explicit is not supported yet.", valueName: "where"))
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
