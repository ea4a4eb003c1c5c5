import ArgumentParser
import Conversion
import Differentiation

extension SiteSelection: ExpressibleByArgument {}
extension CutPolicy: ExpressibleByArgument {}
extension TextureDerivative: ExpressibleByArgument {}
extension SeedSource: ExpressibleByArgument {}

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
    name: .customLong("function"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Write a function to include in other stages instead of the shader: 'name' becomes 'name_d', which takes the \
      derivatives of its arguments and needs no quad. May be given several times.
      """, valueName: "name"))
  var functions: [String] = []

  @Flag(help: "With --function: hand back the derivatives of the result, too, through further parameters.")
  var resultTangents = false

  @Flag(
    name: .customLong("no-declarations"),
    help: "With --function: leave out uniforms, buffers and structs, which the including shader declares.")
  var omitsDeclarations = false

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
      """
      Where the inputs' derivatives come from: quad from the hardware, once, at the head of main; explicit from the \
      caller, through inputs named uv_dx and uv_dy: no quad is needed then, and a site that is cut is an error, \
      or zero with '--on-cut zero'.
      """, valueName: "where"))
  var seeds = SeedSource.quad

  @Option(help: ArgumentHelp("The size of a coarse fragment in pixels. (default: 1x1)", valueName: "WxH"))
  var fragmentSize: FragmentSize?

  func validate() throws {
    if functions.isEmpty {
      if resultTangents { throw ValidationError("'--result-tangents' needs '--function'") }
      if omitsDeclarations { throw ValidationError("'--no-declarations' needs '--function'") }
      return
    }
    if entryPoint != nil { throw ValidationError("'--function' and '--entry-point' exclude each other") }
    if sites != .all { throw ValidationError("'--function' needs all sites rewritten: there is no quad") }
    if fragmentSize != nil {
      throw ValidationError("'--fragment-size' has no meaning for '--function': the caller says how far its steps go")
    }
  }

  func apply(to options: inout ConversionOptions) {
    if !functions.isEmpty {
      var choices = FunctionOptions(names: functions)
      choices.returnsTangents = resultTangents
      choices.omitsDeclarations = omitsDeclarations
      options.functions = choices
    }
    options.differentiation.entryPoint = entryPoint
    options.differentiation.sites = sites
    options.differentiation.onCut = onCut
    options.differentiation.seeds = seeds
    options.differentiation.textureDerivative = textureDerivative
    if let fragmentSize {
      options.differentiation.fragmentSize = (fragmentSize.width, fragmentSize.height)
    }
  }
}
