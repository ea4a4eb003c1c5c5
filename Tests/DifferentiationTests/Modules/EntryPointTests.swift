import Differentiation
import Interpreter
import SPIRV
import Soundness
import Testing

/// Entry points: which are differentiated, what joins their interfaces, and what is refused.
@Suite struct EntryPointTests {
  private static let helper = """
    %g = OpFunction %float None %function
    %x = OpFunctionParameter %float
    %g1 = OpLabel
    %h = OpLoad %vec4 %u
    %h1 = OpCompositeExtract %float %h 1
    %g2 = OpFMul %float %x %h1
    %gx = OpDPdx %float %g2
    %gy = OpDPdy %float %x
    %g3 = OpFAdd %float %gx %gy
    OpReturnValue %g3
    OpFunctionEnd
    """

  /// Two fragment entry points that share a helper with sites, beside a vertex one.
  private static let two = HandWritten.text(
    HandWritten.main(
      """
      %a = OpFunctionCall %float %g %u1_main
      \(HandWritten.sites([("OpDPdx", "%u1_main"), ("OpDPdy", "%a_smooth")]))
      %place_a = OpAccessChain %poutf %color %i2
      OpStore %place_a %a
      """.replacing("%a = ", with: "%a_smooth = OpFMul %float %u1_main %v1_main\n%a = "))
      + "\n"
      + HandWritten.main(
        """
        %b = OpFunctionCall %float %g %v1_other
        \(HandWritten.sites([("OpFwidth", "%v1_other")], in: "other"))
        %place_b = OpAccessChain %poutf %color %i2
        OpStore %place_b %b
        """, named: "other")
        + """

        %vertex = OpFunction %void None %action
        %vertex1 = OpLabel
        OpReturn
        OpFunctionEnd
        """ + "\n" + helper,
    head: """
      OpEntryPoint Fragment %main "first" %u %v %f %color
      OpEntryPoint Vertex %vertex "first"
      OpEntryPoint Fragment %other "second" %u %v %f %color
      OpExecutionMode %main OriginUpperLeft
      OpExecutionMode %other OriginUpperLeft
      """)

  @Test func bothEntryPointsAreDifferentiated() throws {
    let module = try assembled(EntryPointTests.two)
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.count == 5 && !result.sites.contains { $0.isKept }, "\(result.sites)")
    try expectDerivatives(module, result.module, in: ["first", "second"])
  }

  @Test(arguments: ["first", "second"]) func oneEntryPointIsChosen(name: String) throws {
    let module = try assembled(EntryPointTests.two)
    var options = DifferentiationOptions()
    options.entryPoint = name
    let result = try differentiate(module, options: options)
    try SPIRVTools.validate(result.module.words, environment: .universal)
    try expectDerivatives(module, result.module, in: ["first", "second"])
    // What only the other one reaches is as it was.
    let (chosen, other) = name == "first" ? (0, 1) : (1, 0)
    #expect(result.module.functions[other].blocks == module.functions[other].blocks)
    #expect(result.module.functions[chosen].blocks != module.functions[chosen].blocks)
  }

  private func expectDerivatives(_ original: Module, _ differentiated: Module, in names: [String]) throws {
    for name in names {
      var options = RunOptions()
      options.stencil = Stencil(step: 1.0 / 1024)
      let position = Position(20.5, 31.5)
      let expected = try Program(original, entryPoint: name).run(at: position, options: options)
      let actual = try Program(differentiated, entryPoint: name).run(at: position, options: options)
      let pairs = zip(expected["color"]?.references ?? [], actual["color"]?.centre ?? [])
      #expect(expected["color"]?.centre.contains { $0 != 0 } == true)
      for (x, y) in pairs {
        #expect(x.map { abs($0 - y) < 1e-5 } == true, "\(name): \(y), not \(String(describing: x))")
      }
    }
  }

  /// From SPIR-V 1.4 every global that is used is in the interface, before it only inputs and outputs.
  @Test(arguments: [ValidationEnvironment.universal, .vulkan1_0])
  func interfacesFollowTheVersion(environment: ValidationEnvironment) throws {
    let text = EntryPointTests.two.replacing("OpCapability Int64\n", with: "").replacing(
      "%long = OpTypeInt 64 1", with: "")
    let words = try SPIRVTools.assemble(text, environment: environment)
    let module = try Module(words: words)
    let result = try differentiate(module)
    try expectSound(result, from: module, environment: environment)
    let index = ModuleIndex(result.module)
    let storages = Dictionary(index.globals.map { ($0.id, $0.storage) }) { a, _ in a }
    let privates = index.entryPoints.filter(\.isFragment).map { point in
      point.interface.filter { storages[$0] == .private }.count
    }
    #expect(storages.values.contains(.private), "the helper's seeds are handed over")
    #expect(privates.allSatisfy { module.header.isAtLeast(1, 4) ? $0 > 0 : $0 == 0 }, "\(privates)")
    #expect(index.entryPoints.allSatisfy { Set($0.interface).count == $0.interface.count })
    // A vertex entry point is none of ours.
    #expect(index.entryPoints.filter { !$0.isFragment }.allSatisfy { $0.interface.isEmpty })
  }

  @Test func missingEntryPointsAreErrors() throws {
    let module = try assembled(EntryPointTests.two)
    var options = DifferentiationOptions()
    options.entryPoint = "third"
    #expect(throws: DifferentiationError.noFragmentEntryPoint(named: "third")) {
      try differentiate(module, options: options)
    }
    let vertex = try assembled(
      """
      OpCapability Shader
      OpMemoryModel Logical GLSL450
      OpEntryPoint Vertex %main "main"
      %void = OpTypeVoid
      %action = OpTypeFunction %void
      %main = OpFunction %void None %action
      %entry = OpLabel
      OpReturn
      OpFunctionEnd
      """)
    #expect(throws: DifferentiationError.noFragmentEntryPoint(named: nil)) { try differentiate(vertex) }
    #expect(DifferentiationError.noFragmentEntryPoint(named: nil).description.contains("fragment"))
  }

  // MARK: Unknown instructions

  private static func withUnknown(calls: [String]) throws -> Module {
    let body = calls.enumerated().map { number, argument in
      "%call\(number) = OpFunctionCall %float %h %\(argument)_main"
    }
    let module = try assembled(
      HandWritten.text(
        HandWritten.main(
          body.joined(separator: "\n") + "\n" + HandWritten.sites([("OpDPdx", "%call0")])) + """

            %h = OpFunction %float None %function
            %x = OpFunctionParameter %float
            %h1 = OpLabel
            %h2 = OpFMul %float %x %x
            OpReturnValue %h2
            OpFunctionEnd
            """))
    // An opcode of the far future, without result, as the first instruction of the helper.
    var words = module.words
    let header = 5
    var at = header
    var functions = 0
    while at < words.count {
      let (op, length) = (words[at] & 0xffff, Int(words[at] >> 16))
      if op == 54 { functions += 1 }
      at += length
      if op == 248, functions == 2 {
        words.insert(contentsOf: [UInt32(2) << 16 | 0x7abc, 1], at: at)
        break
      }
    }
    return try Module(words: words)
  }

  /// In a function that is changed in place an unknown instruction is carried along.
  @Test func unknownInstructionIsCarriedThrough() throws {
    let module = try EntryPointTests.withUnknown(calls: ["u1"])
    let result = try differentiate(module)
    #expect(result.sites.map(\.outcome) == [.tangent])
    var erasure = Erasure(of: module)
    #expect(erasure.restored(result.module).words == module.words && erasure.faults.isEmpty)
  }

  /// A clone would need its ids told from its literals.
  @Test func unknownInstructionInAClonedFunctionIsAnError() throws {
    let module = try EntryPointTests.withUnknown(calls: ["u1", "f1"])
    let error = #expect(throws: DifferentiationError.self) { try differentiate(module) }
    guard case .unknownInstruction(let op, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(op.rawValue == 0x7abc)
  }
}
