import SPIRV

/// The vertex shader that hands over what the vertex buffer holds: attribute 0 is the position, attribute i + 1
/// varying i.
///
/// Its outputs are declared as the fragment shader's inputs are, blocks, structures and arrays included: Vulkan matches
/// them by type. An input that nothing is handed over to has no output.
struct VertexShader {
  /// What is handed over.
  let varyings: [Varying]
  /// The number of corners.
  let corners: Int
  /// The fragment shader's inputs.
  let inputs: [FragmentInput]

  /// A vertex shader for a drawing.
  ///
  /// - Throws: ``WitnessError/unsuitable(_:)`` where the fragment shader's inputs cannot be handed over.
  init(_ drawing: Drawing) throws(WitnessError) {
    varyings = drawing.varyings
    corners = drawing.cornerCount
    inputs = try FragmentInput.all(of: drawing.fragment, entryPoint: drawing.entryPoint)
  }

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
    var text = VertexText()
    for (number, varying) in varyings.enumerated() { text.addAttribute(number, varying.kind) }
    for (number, input) in inputs.enumerated() {
      let sources = input.leaves.map(source)
      if sources.allSatisfy({ $0 == nil }) { continue }
      text.addOutput(number, input)
      for (leaf, source) in zip(input.leaves, sources) {
        guard let source else {
          throw .unsuitable(
            "nothing is handed over at location \(leaf.location), component \(leaf.component)")
        }
        text.copy(source, varyings[source].firstComponent, to: leaf, ofOutput: number)
      }
    }
    do {
      return try SPIRVTools.assemble(text.module, environment: .vulkan1_0)
    } catch {
      throw .unsuitable("the vertex shader: \(error)")
    }
  }

  /// The varying that holds the first component of a leaf.
  private func source(_ leaf: FragmentInput.Leaf) -> Int? {
    varyings.firstIndex {
      $0.location == leaf.location && $0.kind == leaf.kind && $0.firstComponent <= leaf.component
        && leaf.component < $0.firstComponent + $0.components
    }
  }
}
