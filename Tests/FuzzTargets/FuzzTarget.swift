/// What a fuzzer feeds with bytes: a reader of something that comes from outside.
///
/// A crash, a trap or a hang is a finding by itself; a ``Finding`` is what only we can tell to be wrong. Errors of
/// bad input are what is expected.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// SPIR-V words: reader, validator, pass, writer. The generator's word of the header chooses options.
  case spirv
  /// GLSL: scanner, dialects, Shadertoy, includes, glslang, facts. See ``FrontendInput``.
  case frontend
  /// The YAML of a scene, and what it binds to a shader.
  case scene
  /// A PNG, and a texture of it.
  case image
  /// The C interface: options, then a shader. See ``ABIInput``.
  case abi
  /// SPIR-V that validates as GLSL, MSL and HLSL. The generator's word of the header chooses.
  case emission
  /// SPIR-V that validates as LLVM IR. The generator's word of the header chooses options.
  case lowering
  /// The text of a response file or a batch.
  case arguments

  /// Runs the target on some bytes.
  ///
  /// - Throws: ``Finding``.
  public func run(_ bytes: [UInt8]) throws(Finding) {
    switch self {
    case .spirv: try runSPIRV(bytes)
    case .frontend: try runFrontend(bytes)
    case .scene: try runScene(bytes)
    case .image: try runImage(bytes)
    case .abi: try runABI(bytes)
    case .emission: try runEmission(bytes)
    case .lowering: try runLowering(bytes)
    case .arguments: try runArguments(bytes)
    }
  }
}

/// A wrong answer to an input.
public struct Finding: Error, CustomStringConvertible {
  /// What is wrong.
  public var description: String

  init(_ description: String) { self.description = description }
}
