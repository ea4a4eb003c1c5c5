import Differentiation
import SPIRV

/// Choices made by the bits of a word, from the lowest.
struct BitChoices {
  private var bits: UInt64

  init(_ bits: UInt64) { self.bits = bits }

  mutating func flag() -> Bool { pick([false, true]) }

  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    let count = UInt64(choices.count)
    defer { bits /= count }
    return choices[Int(bits % count)]
  }
}

extension DifferentiationOptions {
  /// Options chosen by the bits of a word; those of 0 are the defaults.
  init(_ choices: inout BitChoices) {
    self.init()
    sites = choices.pick([.all, .derivatives, .textures, .undefined])
    onCut = choices.pick([.keep, .zero, .error])
    seeds = choices.pick([.quad, .explicit])
    textureDerivative = choices.pick([.difference, .central, .bilinear, .keep, .error])
    isOpenGL = choices.flag()
    writesGLSL = choices.flag()
    hasInterpolateAtOffset = !choices.flag()
    hasTextureQueryLevels = !choices.flag()
    hasRoundEven = !choices.flag()
    hasPreciseFragCoord = !choices.flag()
    fragmentSize = choices.pick([(1, 1), (2, 4)])
    missingGradientExtension = choices.pick([nil, "GL_EXT_shader_texture_lod"])
  }
}

/// A module that was read and validates, or nil.
func validModule(_ bytes: [UInt8]) throws(Finding) -> (module: Module, words: [UInt32])? {
  guard let module = try? Module(bytes: bytes) else { return nil }
  let words = module.words
  // Reading and writing again must not change a module, whether it is valid or not.
  let given = words.withUnsafeBytes { Array($0) }
  if !module.header.isByteSwapped, given != bytes { throw Finding("the writer's words are not the reader's") }
  guard (try? SPIRVTools.validate(words, environment: .universal)) != nil else { return nil }
  return (module, words)
}

func runSPIRV(_ bytes: [UInt8]) throws(Finding) {
  guard let (module, words) = try validModule(bytes) else { return }
  var choices = BitChoices(UInt64(module.header.generator))
  let options = DifferentiationOptions(&choices)
  let result: Differentiated
  do throws(DifferentiationError) {
    result = try differentiate(module, options: options)
  } catch {
    _ = error.description
    return
  }
  let written = result.module.words
  do throws(ToolError) {
    try SPIRVTools.validate(written, environment: .universal)
  } catch {
    throw Finding("a valid module became an invalid one: \(error.message)")
  }
  if result.sites.isEmpty, written != words { throw Finding("a module without a site was changed") }
  guard let again = try? Module(words: written), again.words == written else {
    throw Finding("what was written is not read again")
  }
}
