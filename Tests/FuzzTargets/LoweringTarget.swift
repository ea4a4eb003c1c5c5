import Lowering
import SPIRV

func runLowering(_ bytes: [UInt8]) throws(Finding) {
  guard let (module, _) = try validModule(bytes) else { return }
  var choices = BitChoices(UInt64(module.header.generator))
  var options = LoweringOptions()
  options.lanes = choices.pick([4, 1, 8, 16])
  options.element = choices.pick([.float, .double])
  options.isOptimized = false
  do throws(LoweringError) {
    _ = try CompiledShader.llvmIR(module, options: options)
  } catch {
    if case .llvm(let message) = error { throw Finding("a valid module became invalid IR: \(message)") }
    if error.description.isEmpty { throw Finding("an error says nothing") }
  }
}
