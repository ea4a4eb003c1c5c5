@testable import SPIRV

/// Hand-written modules that hold what glslang seldom writes.
enum Sample {
  /// Everything at once: debug notes in every place, every odd operand layout that a fragment shader can have.
  static let everything = """
    OpCapability Shader
    OpCapability Linkage
    OpCapability Float16
    OpCapability Float64
    OpCapability Int64
    OpCapability VulkanMemoryModel
    OpCapability MinLod
    OpCapability StorageImageExtendedFormats
    OpExtension "SPV_KHR_vulkan_memory_model"
    OpExtension "SPV_KHR_non_semantic_info"
    %100 = OpExtInstImport "GLSL.std.450"
    %101 = OpExtInstImport "NonSemantic.DebugPrintf"
    OpMemoryModel Logical Vulkan
    OpEntryPoint Fragment %1 "main" %50 %51
    OpEntryPoint Fragment %2 "a second entry point" %50
    OpExecutionMode %1 OriginUpperLeft
    OpExecutionMode %1 DepthReplacing
    OpExecutionMode %2 OriginUpperLeft
    %3 = OpString "folder/file.frag"
    OpSource GLSL 450 %3 "void main() { }"
    OpSourceContinued "// the rest"
    OpSourceExtension "GL_EXT_something"
    OpName %1 "main"
    OpName %50 ""
    OpMemberName %20 0 "first member"
    OpModuleProcessed "a tool"
    OpDecorate %50 Location 0
    OpDecorate %50 Component 1
    OpDecorate %51 BuiltIn FragCoord
    OpDecorate %4 RelaxedPrecision
    %4 = OpDecorationGroup
    OpGroupDecorate %4 %60 %61
    OpGroupMemberDecorate %4 %20 0 %20 1
    OpMemberDecorate %20 0 Offset 0
    OpMemberDecorate %20 1 Offset 16
    OpDecorateId %61 UniformId %40
    OpLine %3 1 0
    %10 = OpTypeVoid
    %11 = OpTypeBool
    %12 = OpTypeInt 32 1
    %13 = OpTypeInt 32 0
    %14 = OpTypeInt 64 0
    OpNoLine
    %15 = OpTypeFloat 16
    %16 = OpTypeFloat 32
    %17 = OpTypeFloat 64
    %18 = OpTypeVector %16 4
    %19 = OpTypeVector %16 2
    %20 = OpTypeStruct %18 %16
    %21 = OpTypeMatrix %18 4
    %22 = OpTypeArray %16 %40
    %23 = OpTypeImage %16 2D 0 0 0 1 Unknown
    %24 = OpTypeImage %16 2D 2 1 1 2 Rgba32f ReadWrite
    %25 = OpTypeSampler
    %26 = OpTypeSampledImage %23
    %27 = OpTypePointer Output %18
    %28 = OpTypePointer Input %18
    %29 = OpTypePointer UniformConstant %26
    %30 = OpTypePointer Function %16
    %31 = OpTypeFunction %10
    %32 = OpTypeFunction %16 %30 %16
    %33 = OpTypePointer Function %20
    %40 = OpConstant %13 3
    %41 = OpConstant %16 0.5
    %42 = OpConstant %17 0.25
    %43 = OpConstant %15 2
    %44 = OpConstant %14 4294967297
    %45 = OpConstantTrue %11
    %46 = OpConstantComposite %18 %41 %41 %41 %41
    %47 = OpConstantNull %20
    %48 = OpSpecConstant %13 7
    %49 = OpSpecConstantOp %13 IAdd %48 %40
    %52 = OpSpecConstantOp %16 CompositeExtract %46 1
    %53 = OpUndef %18
    %54 = OpConstant %12 -1
    %55 = OpConstantComposite %19 %41 %41
    %58 = OpTypeVector %12 2
    %57 = OpConstantComposite %58 %54 %54
    %50 = OpVariable %27 Output %46
    %51 = OpVariable %28 Input
    %56 = OpVariable %29 UniformConstant
    OpLine %3 2 5
    %1 = OpFunction %10 None %31
    %70 = OpLabel
    %60 = OpVariable %30 Function %41
    %61 = OpVariable %33 Function
    OpLine %3 3 7
    %71 = OpLoad %18 %51 Aligned|MakePointerVisible|NonPrivatePointer 16 %40
    %72 = OpVectorShuffle %19 %71 %71 0 0xffffffff
    %73 = OpLoad %26 %56
    %74 = OpImageSampleImplicitLod %18 %73 %72 Bias|ConstOffset|MinLod %41 %57 %41
    %75 = OpImageSampleExplicitLod %18 %73 %72 Grad %55 %55
    %76 = OpExtInst %18 %100 FMix %74 %75 %46
    %77 = OpExtInst %10 %101 1 %3 %41
    %78 = OpAccessChain %30 %61 %40
    OpStore %78 %41 Volatile|MakePointerAvailable|NonPrivatePointer %40
    OpCopyMemory %60 %78 Aligned 4
    %79 = OpFunctionCall %16 %5 %60 %41
    OpSelectionMerge %86 DontFlatten
    OpSwitch %40 %86 1 %80 4294967295 %81
    %80 = OpLabel
    OpBranch %81
    %81 = OpLabel
    %82 = OpPhi %16 %41 %80 %79 %70
    OpLine %3 4 1
    OpBranch %86
    OpLine %3 5 1
    %86 = OpLabel
    OpSelectionMerge %88 None
    OpSwitch %44 %88 4294967297 %87
    %87 = OpLabel
    OpBranch %88
    %88 = OpLabel
    OpBranch %90
    %90 = OpLabel
    OpLoopMerge %92 %91 DontUnroll|DependencyLength 4
    OpBranchConditional %45 %91 %92 1 2
    %91 = OpLabel
    OpBranch %90
    %92 = OpLabel
    OpStore %50 %76
    OpReturn
    OpFunctionEnd
    OpLine %3 6 1
    %2 = OpFunction %10 None %31
    %93 = OpLabel
    OpKill
    OpFunctionEnd
    %5 = OpFunction %16 Inline|Pure %32
    OpLine %3 7 1
    %6 = OpFunctionParameter %30
    OpNoLine
    %7 = OpFunctionParameter %16
    %94 = OpLabel
    %95 = OpFNegate %16 %7
    OpReturnValue %95
    OpNoLine
    OpFunctionEnd
    %8 = OpFunction %10 None %31
    OpFunctionEnd
    OpNoLine
    """

  /// A valid fragment shader that writes a constant, for one environment after another.
  static let plain = """
    OpCapability Shader
    %1 = OpExtInstImport "GLSL.std.450"
    OpMemoryModel Logical GLSL450
    OpEntryPoint Fragment %2 "main" %3 %4
    OpExecutionMode %2 OriginUpperLeft
    OpName %2 "main"
    OpName %3 "colour"
    OpName %4 "uv"
    OpDecorate %3 Location 0
    OpDecorate %4 Location 0
    %5 = OpTypeVoid
    %6 = OpTypeFunction %5
    %7 = OpTypeFloat 32
    %8 = OpTypeVector %7 4
    %9 = OpTypePointer Output %8
    %10 = OpTypePointer Input %8
    %11 = OpConstant %7 0.5
    %3 = OpVariable %9 Output
    %4 = OpVariable %10 Input
    %2 = OpFunction %5 None %6
    %12 = OpLabel
    %13 = OpLoad %8 %4
    %14 = OpDPdx %8 %13
    %15 = OpExtInst %8 %1 Sin %14
    OpStore %3 %15
    OpReturn
    OpFunctionEnd
    """

  /// A bitcode-like module of the header alone.
  static let header: [UInt32] = [Module.magic, 0x1_0300, 0, 100, 0]

  /// The words of an instruction.
  static func words(_ op: Op, _ operands: [UInt32]) -> [UInt32] {
    [UInt32(operands.count + 1) << 16 | UInt32(op.rawValue)] + operands
  }
}
