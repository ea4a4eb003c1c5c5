import Testing

@testable import SPIRV

@Suite struct ToolsTests {
  private static let environments: [ValidationEnvironment] = [
    .universal, .opengl, .vulkan1_0, .vulkan1_1, .vulkan1_2, .vulkan1_3,
  ]

  @Test(arguments: environments) func validModulesPass(environment: ValidationEnvironment) throws {
    var words = try SPIRVTools.assemble(Sample.plain, environment: environment)
    try SPIRVTools.validate(words, environment: environment)
    // An operand that is no value of the type.
    words[words.count - 1 - 1 - 3] = 7
    #expect(throws: ToolError.self) { try SPIRVTools.validate(words, environment: environment) }
  }

  @Test func validatorMessages() throws {
    let text = Sample.plain.replacing("OpCapability Shader", with: "OpCapability Linkage")
    let words = try SPIRVTools.assemble(text)
    let error = #expect(throws: ToolError.self) { try SPIRVTools.validate(words, environment: .universal) }
    #expect(error?.message.contains("Shader") == true, "\(error?.message ?? "")")
    #expect(throws: ToolError.self) { try SPIRVTools.validate([], environment: .universal) }
  }

  /// SPIRV-Tools does not look at uses that no path reaches.
  @Test func valuesOfOtherFunctionsAreRefused() throws {
    func words(returning value: Int) throws -> [UInt32] {
      try SPIRVTools.assemble(
        """
        OpCapability Shader
        OpCapability Linkage
        OpMemoryModel Logical GLSL450
        %1 = OpTypeFloat 32
        %2 = OpTypeFunction %1 %1
        %8 = OpFunction %1 None %2
        %9 = OpFunctionParameter %1
        %10 = OpLabel
        %11 = OpFAdd %1 %9 %9
        OpReturnValue %11
        OpFunctionEnd
        %3 = OpFunction %1 None %2
        %4 = OpFunctionParameter %1
        %5 = OpLabel
        %6 = OpFAdd %1 %4 %4
        OpReturnValue %6
        %7 = OpLabel
        OpReturnValue %\(value)
        OpFunctionEnd
        """)
    }
    for own in [4, 6] { try SPIRVTools.validate(words(returning: own), environment: .universal) }
    let error = #expect(throws: ToolError.self) {
      try SPIRVTools.validate(words(returning: 11), environment: .universal)
    }
    #expect(error?.message == "%3 uses %11, which another function defines")
  }

  /// The validator asks for it only where Vulkan is the environment.
  @Test(arguments: [(3, nil), (5, "%5 calls itself"), (7, "%5 calls itself")])
  func functionThatCallsItself(callee: Int, message: String?) throws {
    let words = try SPIRVTools.assemble(
      """
      OpCapability Shader
      OpCapability Linkage
      OpMemoryModel Logical GLSL450
      %1 = OpTypeVoid
      %2 = OpTypeFunction %1
      %3 = OpFunction %1 None %2
      %4 = OpLabel
      OpReturn
      OpFunctionEnd
      %7 = OpFunction %1 None %2
      %8 = OpLabel
      %9 = OpFunctionCall %1 %5
      OpReturn
      OpFunctionEnd
      %5 = OpFunction %1 None %2
      %6 = OpLabel
      %10 = OpFunctionCall %1 %\(callee)
      OpReturn
      OpFunctionEnd
      """)
    do throws(ToolError) {
      try SPIRVTools.validate(words, environment: .universal)
      #expect(message == nil)
    } catch {
      #expect(error.message == message)
    }
  }

  @Test func textBothWays() throws {
    let words = try SPIRVTools.assemble(Sample.plain)
    let text = try SPIRVTools.disassemble(words)
    #expect(text.contains("OpDPdx %v4float") && text.contains("%colour"))
    #expect(throws: ToolError.self) { try SPIRVTools.disassemble([1, 2, 3]) }
    let error = #expect(throws: ToolError.self) { try SPIRVTools.assemble("OpNonsense") }
    #expect(error?.message.contains("OpNonsense") == true)
  }

  @Test func assemblingKeepsNumbers() throws {
    let module = try Module(words: SPIRVTools.assemble("%77 = OpTypeVoid"))
    #expect(module.preamble[0].result == ValueID(77) && module.header.bound == 78)
  }

  @Test func optimizer() throws {
    let words = try SPIRVTools.assemble(Sample.plain)
    let optimized = try SPIRVTools.optimize(words, environment: .universal)
    try SPIRVTools.validate(optimized, environment: .universal)
    let stripped = try SPIRVTools.optimize(words, passes: ["--strip-debug"], environment: .universal)
    #expect(try ModuleIndex(Module(words: stripped)).names.isEmpty)
    #expect(try !ModuleIndex(Module(words: words)).names.isEmpty)
    let none = try SPIRVTools.optimize(words, passes: [], environment: .universal)
    #expect(none[5...] == words[5...])
    #expect(throws: ToolError.self) {
      try SPIRVTools.optimize(words, passes: ["--no-such-pass"], environment: .universal)
    }
    #expect(throws: ToolError.self) { try SPIRVTools.optimize([1, 2, 3], environment: .universal) }
  }

  @Test func version() { #expect(SPIRVTools.version.contains("20")) }
}
