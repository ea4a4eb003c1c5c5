import SPIRV

/// The number type that the shader's 32-bit floats become.
public enum ElementType: String, Sendable, CaseIterable {
  /// 32 bits, as a GPU computes.
  case float
  /// 64 bits, for verdicts.
  case double
}

/// What a derivative instruction, and the level of detail of an implicit sample, means.
public enum DerivativeMeaning: Hashable, Sendable {
  /// Differences inside a 2x2 quad as hardware takes them: fine, or coarse where the instruction asks for it
  /// and, with `plainIsCoarse`, where it does not say.
  case quad(plainIsCoarse: Bool = false)
  /// Central differences between lanes `step` pixels apart: derivatives nest `order` deep (1 with 8 lanes, 2
  /// with 16). One function serves every step: that it takes from its lanes' places.
  case stencil(step: Double, order: Int = 1)
  /// No derivative is left; one is an error.
  case none
}

/// What a texture sample is on the lanes of a stencil.
public enum StencilTexture: Hashable, Sendable {
  /// Sampled on every lane: the derivative is the filtered texture's own.
  case exact
  /// Sampled on every lane at the centre's level of detail: the derivative is the one that
  /// `--texture-derivative bilinear` promises.
  case level
  /// Sampled half a pixel's step away along the coordinate's derivative to all sides; the lanes lie on the
  /// line between: the derivative is the one that `--texture-derivative central` promises.
  case central
  /// Sampled at the centre and one pixel's step away along the coordinate's derivative; the lanes lie on the
  /// line between: the derivative is the one that `--texture-derivative difference` promises.
  case difference
}

/// How a shader is lowered.
public struct LoweringOptions: Sendable {
  /// W: 1, 4, 8 or 16.
  public var lanes = 8
  /// The number type.
  public var element = ElementType.float
  /// What derivatives mean.
  public var derivatives = DerivativeMeaning.quad()
  /// What samples are on the lanes of a stencil.
  public var stencilTexture = StencilTexture.exact
  /// The fragment entry point; the first where nil.
  public var entryPoint: String?
  /// Results (of floating-point scalars or vectors) whose executions are recorded, in the order of
  /// `QuadlessInvocation.probes`. One probe may have several ids: those of an instruction and of its clones.
  /// Of an implicit sample or one with gradients those are recorded, six components: the coordinate's change
  /// per pixel in x, then in y, after projection and scaled by the bias; unused ones are 0.
  public var probes: [[ValueID]] = []
  /// The most iterations of a loop in one visit; the loop then ends with a flag.
  public var iterationLimit = 65_535
  /// Whether ``CompiledShader/interrupt()`` ends loops: each round then looks.
  public var isInterruptible = false
  /// Specialization constants by their SpecId, as the bits of the value.
  public var specialization: [UInt32: UInt64] = [:]
  /// Whether ``CompiledShader/span`` is made, where the shader and the other options allow it.
  public var makesSpan = false
  /// How the shader becomes a function of C; nil for one that this process runs.
  public var native: NativeOptions?
  /// Whether LLVM optimizes (O2) or only does what lowering needs.
  public var isOptimized = true

  /// The defaults.
  public init() {}
}

/// Why a shader cannot be lowered.
public enum LoweringError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No fragment entry point, or none of the asked name.
  case noFragmentEntryPoint(named: String?)
  /// An instruction or type that is not lowered, by name.
  case unsupported(String)
  /// Something a valid module does not have.
  case malformed(String)
  /// LLVM refused.
  case llvm(String)

  /// The message.
  public var description: String {
    switch self {
    case .noFragmentEntryPoint(let name?): "no fragment entry point named '\(name)'"
    case .noFragmentEntryPoint(nil): "no fragment entry point: not a fragment shader"
    case .unsupported(let what): "not lowered: \(what)"
    case .malformed(let what): "malformed module: \(what)"
    case .llvm(let message): "LLVM: \(message)"
    }
  }
}
