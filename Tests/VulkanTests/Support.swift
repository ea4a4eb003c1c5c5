import Frontend
import VulkanWitness

/// The manifest of SwiftShader's driver, which stands in a browser's folder.
let swiftShaderManifest = "/usr/lib/chromium/vk_swiftshader_icd.json"

/// The driver that all tests draw with. It is installed by `make deps`: its absence is a failure.
///
/// The manifest of the other driver is handed over here, too: the environment is not to change once drivers run.
let sharedWitness = Result { () throws(WitnessError) in
  try VulkanWitness(manifests: [swiftShaderManifest])
}

/// Compiles a fragment shader for Vulkan.
func compileFragment(_ text: String) throws -> [UInt32] {
  let options = CompileOptions(targetEnvironment: .vulkan1_1)
  return try compile(Source(path: "test.frag", text: text), options: options).words
}

/// Draws a shader of one output, `color`, whose declarations and main function's body are given.
func draw(
  _ declarations: String = "", main body: String, width: Int = 32, height: Int = 16,
  _ adjust: (inout Drawing) -> Void = { _ in }
) throws -> DrawnImage {
  let words = try compileFragment(
    """
    #version 450
    layout(location = 0) out vec4 color;
    \(declarations)
    void main() { \(body) }
    """)
  var drawing = Drawing(fragment: words, width: width, height: height)
  adjust(&drawing)
  return try sharedWitness.get().draw(drawing)[0]
}

/// The bytes of floats as a block holds them.
func bytes(_ values: [Float]) -> [UInt8] {
  values.withUnsafeBytes { Array($0) }
}

extension DrawnImage {
  /// The greatest distance of any component from what a function of the pixel's place expects.
  func greatestDistance(from expected: (_ x: Int, _ y: Int) -> SIMD4<Float>) -> Float {
    var greatest: Float = 0
    for y in 0..<height {
      for x in 0..<width {
        let found = self[x, y]
        let wanted = expected(x, y)
        for component in found.indices {
          greatest = max(greatest, distanceOrInfinity(found[component], wanted[component]))
        }
      }
    }
    return greatest
  }
}
