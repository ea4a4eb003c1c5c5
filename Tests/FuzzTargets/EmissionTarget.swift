import Emission
import Frontend
import SPIRV

func runEmission(_ bytes: [UInt8]) throws(Finding) {
  guard let (module, words) = try validModule(bytes) else { return }
  var choices = BitChoices(UInt64(module.header.generator))
  do throws(EmissionError) {
    switch choices.pick([0, 1, 2]) {
    case 0:
      let dialect = choices.pick([(450, .core), (330, .core), (300, .es), (320, .es)] as [(Int, Profile)])
      let options = GLSLOptions(version: dialect.0, profile: dialect.1, isVulkan: choices.flag())
      _ = try emitGLSL(words: words, facts: nil, options: options)
    case 1: _ = try emitMSL(words: words)
    default: _ = try emitHLSL(words: words)
    }
  } catch {
    if error.description.isEmpty { throw Finding("an error says nothing") }
  }
}
