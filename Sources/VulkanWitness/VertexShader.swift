import SPIRV

/// The vertex shader that hands over what the vertex buffer holds: attribute 0 is the position, attribute i + 1
/// varying i.
struct VertexShader {
  /// The fragment shader's inputs.
  let varyings: [Varying]
  /// The number of corners.
  let corners: Int

  /// The module.
  ///
  /// - Throws: ``WitnessError/unsuitable(_:)`` where the varyings make none.
  func words() throws(WitnessError) -> [UInt32] {
    for varying in varyings
    where varying.components < 1 || varying.firstComponent + varying.components > 4
      || varying.corners.count != corners
    {
      throw .unsuitable(
        "the input at location \(varying.location) is not 1 to 4 components at each of \(corners) corners")
    }
    do {
      return try SPIRVTools.assemble(text, environment: .vulkan1_0)
    } catch {
      throw .unsuitable("the vertex shader: \(error)")
    }
  }

  private var text: String {
    let indices = varyings.indices
    let interface = indices.map { " %in\($0) %out\($0)" }.joined()
    let decorations = indices.map { index in
      """
      OpDecorate %in\(index) Location \(index + 1)
      OpDecorate %out\(index) Location \(varyings[index].location)
      OpDecorate %out\(index) Component \(varyings[index].firstComponent)
      """
    }
    let variables = indices.map { index in
      let type = typeName(varyings[index])
      return """
        %in\(index) = OpVariable %in_\(type) Input
        %out\(index) = OpVariable %out_\(type) Output
        """
    }
    let copies = indices.map { index in
      """
      %value\(index) = OpLoad %\(typeName(varyings[index])) %in\(index)
      OpStore %out\(index) %value\(index)
      """
    }
    return """
      OpCapability Shader
      OpMemoryModel Logical GLSL450
      OpEntryPoint Vertex %main "main" %position %clip\(interface)
      OpDecorate %position Location 0
      OpDecorate %clip BuiltIn Position
      \(decorations.joined(separator: "\n"))
      %void = OpTypeVoid
      %function = OpTypeFunction %void
      %float = OpTypeFloat 32
      %int = OpTypeInt 32 1
      %uint = OpTypeInt 32 0
      \(types.joined(separator: "\n"))
      %position = OpVariable %in_float4 Input
      %clip = OpVariable %out_float4 Output
      \(variables.joined(separator: "\n"))
      %main = OpFunction %void None %function
      %entry = OpLabel
      %corner = OpLoad %float4 %position
      OpStore %clip %corner
      \(copies.joined(separator: "\n"))
      OpReturn
      OpFunctionEnd
      """
  }

  /// The types of vectors and pointers, of every kind: what is not used does no harm.
  private var types: [String] {
    ["float", "int", "uint"].flatMap { scalar in
      (1...4).flatMap { count in
        (count == 1 ? [] : ["%\(scalar)\(count) = OpTypeVector %\(scalar) \(count)"])
          + ["in": "Input", "out": "Output"].sorted { $0.key < $1.key }.map { prefix, storage in
            let type = count == 1 ? scalar : "\(scalar)\(count)"
            return "%\(prefix)_\(type) = OpTypePointer \(storage) %\(type)"
          }
      }
    }
  }

  private func typeName(_ varying: Varying) -> String {
    varying.components == 1 ? varying.kind.rawValue : "\(varying.kind.rawValue)\(varying.components)"
  }
}
