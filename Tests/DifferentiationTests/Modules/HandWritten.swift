import SPIRV

/// Modules that glslang does not write and other compilers do, around a body of functions.
///
/// Every one has the smooth inputs %u (vec4) and %v (vec4), the flat %f (vec4) and the output %color (vec4).
enum HandWritten {
  /// A module of functions, with more declarations and another head where that is needed.
  static func text(_ functions: String, head: String = "", declarations: String = "") -> String {
    """
    OpCapability Shader
    OpCapability Int64
    OpCapability DerivativeControl
    %glsl = OpExtInstImport "GLSL.std.450"
    OpMemoryModel Logical GLSL450
    \(head.isEmpty ? """
    OpEntryPoint Fragment %main "main" %u %v %f %color
    OpExecutionMode %main OriginUpperLeft
    """ : head)
    OpName %u "u"
    OpName %v "v"
    OpName %f "f"
    OpName %color "color"
    OpName %main "main"
    OpDecorate %u Location 0
    OpDecorate %v Location 1
    OpDecorate %f Location 2
    OpDecorate %f Flat
    OpDecorate %color Location 0
    %void = OpTypeVoid
    %bool = OpTypeBool
    %int = OpTypeInt 32 1
    %long = OpTypeInt 64 1
    %float = OpTypeFloat 32
    %vec2 = OpTypeVector %float 2
    %vec4 = OpTypeVector %float 4
    %mat2 = OpTypeMatrix %vec2 2
    %action = OpTypeFunction %void
    %function = OpTypeFunction %float %float
    %pin = OpTypePointer Input %vec4
    %pinf = OpTypePointer Input %float
    %pout = OpTypePointer Output %vec4
    %poutf = OpTypePointer Output %float
    %pf = OpTypePointer Function %float
    %i0 = OpConstant %int 0
    %i1 = OpConstant %int 1
    %i2 = OpConstant %int 2
    %i3 = OpConstant %int 3
    %c0 = OpConstant %float 0
    %c1 = OpConstant %float 1
    %c2 = OpConstant %float 2
    %half = OpConstant %float 0.5
    %true = OpConstantTrue %bool
    %u = OpVariable %pin Input
    %v = OpVariable %pin Input
    %f = OpVariable %pin Input
    %color = OpVariable %pout Output
    \(declarations)
    \(functions)
    """
  }

  /// `main` around a body that loads %u4, %v4, %f4 and their first components %u1, %v1, %f1.
  static func main(_ body: String, locals: String = "", named name: String = "main") -> String {
    """
    %\(name) = OpFunction %void None %action
    %entry_\(name) = OpLabel
    \(locals)
    %u4_\(name) = OpLoad %vec4 %u
    %v4_\(name) = OpLoad %vec4 %v
    %f4_\(name) = OpLoad %vec4 %f
    %u1_\(name) = OpCompositeExtract %float %u4_\(name) 0
    %v1_\(name) = OpCompositeExtract %float %v4_\(name) 0
    %f1_\(name) = OpCompositeExtract %float %f4_\(name) 0
    \(body)
    OpReturn
    OpFunctionEnd
    """
  }

  /// Differentiates values and stores them in the components of %color.
  static func sites(_ values: [(op: String, value: String)], in name: String = "main") -> String {
    values.enumerated().map { number, site in
      """
      %site\(number)_\(name) = \(site.op) %float \(site.value)
      %place\(number)_\(name) = OpAccessChain %poutf %color %i\(number)
      OpStore %place\(number)_\(name) %site\(number)_\(name)
      """
    }.joined(separator: "\n")
  }
}
