import Differentiation
import Interpreter
import ReferenceCheck
import SPIRV
import Soundness
import Testing

/// Hand-written modules against the stencil: phis, copies, selections, pointers, switches.
@Suite struct ModuleTests {
  /// A module and what of its derivatives must stay.
  struct ModuleCase: CustomStringConvertible, Sendable {
    var name: String
    var text: String
    var description: String { name }
  }

  static let cases: [ModuleCase] = [
    ModuleCase(
      name: "loop phis, their sources defined later",
      text: HandWritten.text(
        HandWritten.main(
          """
          OpBranch %head
          %head = OpLabel
          %a = OpPhi %float %u1_main %entry_main %b %more
          %b0 = OpPhi %float %v1_main %entry_main %a %more
          %i = OpPhi %int %i0 %entry_main %j %more
          %go = OpSLessThan %bool %i %i3
          OpLoopMerge %done %more None
          OpBranchConditional %go %more %done
          %more = OpLabel
          %s = OpFMul %float %a %b0
          %b = OpExtInst %float %glsl Sin %s
          %j = OpIAdd %int %i %i1
          OpBranch %head
          %done = OpLabel
          \(HandWritten.sites([("OpDPdx", "%a"), ("OpDPdy", "%b0"), ("OpFwidth", "%a")]))
          """))),
    ModuleCase(
      name: "phis of undefined and constant values",
      text: HandWritten.text(
        HandWritten.main(
          """
          %test = OpFOrdLessThan %bool %f1_main %c2
          OpSelectionMerge %join None
          OpBranchConditional %test %yes %no
          %yes = OpLabel
          %a = OpFMul %float %u1_main %v1_main
          OpBranch %join
          %no = OpLabel
          OpBranch %join
          %join = OpLabel
          %p = OpPhi %float %a %yes %undefined %no
          %q = OpPhi %float %u1_main %yes %c1 %no
          \(HandWritten.sites([("OpDPdx", "%p"), ("OpDPdyFine", "%q"), ("OpFwidthCoarse", "%p")]))
          """), declarations: "%undefined = OpUndef %float")),
    ModuleCase(
      name: "copies of objects, logical copies, selections of composites",
      text: HandWritten.text(
        HandWritten.main(
          """
          %copy = OpCopyObject %vec4 %u4_main
          %xy = OpVectorShuffle %vec2 %copy %v4_main 0 5
          %pair = OpCompositeConstruct %pair1 %u1_main %xy
          %other = OpCopyLogical %pair2 %pair
          %yz = OpCompositeExtract %vec2 %other 1
          %test = OpFOrdLessThan %bool %f1_main %c2
          %twice = OpFAdd %vec2 %yz %yz
          %pair3 = OpCompositeConstruct %pair1 %v1_main %twice
          %chosen = OpSelect %pair1 %test %pair3 %pair
          %part = OpCompositeExtract %float %chosen 1 1
          %inserted = OpCompositeInsert %pair1 %part %pair 1 0
          %deep = OpCompositeExtract %float %inserted 1 0
          %first = OpCompositeExtract %float %other 0
          %product = OpFMul %float %deep %first
          \(HandWritten.sites([("OpDPdx", "%product"), ("OpDPdy", "%part"), ("OpFwidth", "%product")]))
          """),
        declarations: """
          %pair1 = OpTypeStruct %float %vec2
          %pair2 = OpTypeStruct %float %vec2
          """)),
    ModuleCase(
      name: "copied memory, copied pointers, nested access chains",
      text: HandWritten.text(
        HandWritten.main(
          """
          %ax = OpAccessChain %pv2 %a %i1
          %v2 = OpVectorShuffle %vec2 %u4_main %v4_main 1 4
          OpStore %ax %v2
          %a0 = OpAccessChain %pf %a %i0
          OpStore %a0 %u1_main
          OpCopyMemory %b %a
          %bx = OpAccessChain %pv2 %b %i1
          %by = OpCopyObject %pv2 %bx
          %byy = OpInBoundsAccessChain %pf %by %i1
          %y = OpLoad %float %byy
          %b0 = OpAccessChain %pf %b %i0
          %x = OpLoad %float %b0
          %r = OpFMul %float %x %y
          OpCopyMemory %w %v
          %w4 = OpLoad %vec4 %w
          %w1 = OpCompositeExtract %float %w4 3
          \(HandWritten.sites([("OpDPdx", "%r"), ("OpDPdy", "%y"), ("OpFwidth", "%w1")]))
          """,
          locals: """
            %a = OpVariable %pstruct Function
            %b = OpVariable %pstruct Function
            %w = OpVariable %pfv4 Function
            """),
        declarations: """
          %struct = OpTypeStruct %float %vec2
          %pstruct = OpTypePointer Function %struct
          %pv2 = OpTypePointer Function %vec2
          %pfv4 = OpTypePointer Function %vec4
          """)),
    ModuleCase(
      name: "a switch on 64 bits in a cloned function",
      text: HandWritten.text(
        HandWritten.main(
          """
          %a = OpFunctionCall %float %g %u1_main
          %b = OpFunctionCall %float %g %f1_main
          \(HandWritten.sites([("OpDPdx", "%a"), ("OpDPdy", "%a"), ("OpFwidth", "%b")]))
          """) + """

            %g = OpFunction %float None %function
            %x = OpFunctionParameter %float
            %g1 = OpLabel
            OpSelectionMerge %gm None
            OpSwitch %l5 %g2 4294967301 %g3 17 %g4
            %g2 = OpLabel
            OpBranch %gm
            %g3 = OpLabel
            %square = OpFMul %float %x %x
            OpBranch %gm
            %g4 = OpLabel
            OpBranch %gm
            %gm = OpLabel
            %r = OpPhi %float %c1 %g2 %square %g3 %x %g4
            OpReturnValue %r
            OpFunctionEnd
            """,
        declarations: "%l5 = OpConstant %long 4294967301")),
    ModuleCase(
      name: "an unreachable block and a merge never reached",
      text: HandWritten.text(
        HandWritten.main(
          """
          %a = OpFunctionCall %float %g %u1_main
          \(HandWritten.sites([("OpDPdx", "%a"), ("OpDPdy", "%a")]))
          """) + """

            %g = OpFunction %float None %function
            %x = OpFunctionParameter %float
            %g1 = OpLabel
            %test = OpFOrdLessThan %bool %c1 %c2
            OpSelectionMerge %gm None
            OpBranchConditional %test %g2 %g3
            %g2 = OpLabel
            %square = OpFMul %float %x %x
            OpReturnValue %square
            %g3 = OpLabel
            OpReturnValue %x
            %gm = OpLabel
            OpUnreachable
            OpFunctionEnd
            """)),
    ModuleCase(
      name: "a pointer to a Private variable as parameter",
      text: HandWritten.text(
        HandWritten.main(
          """
          OpStore %state %u1_main
          %n = OpFunctionCall %void %twice %state
          %a = OpLoad %float %state
          OpStore %state %f1_main
          %m = OpFunctionCall %void %twice %state
          %b = OpLoad %float %state
          \(HandWritten.sites([("OpDPdx", "%a"), ("OpDPdy", "%a"), ("OpFwidth", "%b")]))
          """) + """

            %twice = OpFunction %void None %pointee
            %x = OpFunctionParameter %pp
            %t1 = OpLabel
            %old = OpLoad %float %x
            %new = OpFMul %float %old %old
            OpStore %x %new
            OpReturn
            OpFunctionEnd
            """,
        head: """
          OpEntryPoint Fragment %main "main" %u %v %f %color %state
          OpExecutionMode %main OriginUpperLeft
          """,
        declarations: """
          %pp = OpTypePointer Private %float
          %pointee = OpTypeFunction %void %pp
          %state = OpVariable %pp Private
          """)),
    ModuleCase(
      name: "a matrix by selection, dynamic vector components",
      text: HandWritten.text(
        HandWritten.main(
          """
          %uv = OpVectorShuffle %vec2 %u4_main %u4_main 0 1
          %vv = OpVectorShuffle %vec2 %v4_main %v4_main 2 3
          %m = OpCompositeConstruct %mat2 %uv %vv
          %n = OpMatrixTimesMatrix %mat2 %m %m
          %row = OpVectorTimesMatrix %vec2 %uv %n
          %at = OpConvertFToS %int %c1
          %x = OpVectorExtractDynamic %float %row %at
          %into = OpVectorInsertDynamic %vec2 %row %v1_main %at
          %y = OpCompositeExtract %float %into 1
          %z = OpDot %float %row %into
          \(HandWritten.sites([("OpDPdx", "%x"), ("OpDPdy", "%y"), ("OpFwidth", "%z")]))
          """))),
  ]

  @Test(arguments: cases)
  func moduleIsDifferentiated(module: ModuleCase) throws {
    let original = try assembled(module.text)
    let result = try differentiate(original)
    try expectSound(result, from: original, module.name)
    #expect(!result.sites.isEmpty && !result.sites.contains { $0.isKept }, "\(module.name): \(result.sites)")
    var check = ReferenceCheck()
    check.tolerance = 2e-4
    try check.compare(
      original, result.module, positions: [Position(20.5, 31.5), Position(57.5, 12.5), Position(3.5, 64.5)])
    #expect(check.mismatches.isEmpty, "\(module.name): \(check.mismatches.prefix(3))")
    #expect(check.compared > check.unreferenced, "\(module.name)")
  }
}
