import SPIRV

/// Why a program cannot be run.
public enum InterpreterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The module has no such fragment entry point.
  case noEntryPoint
  /// An instruction the interpreter has no rule for, by name.
  case unsupported(String)
  /// More instructions were executed than allowed.
  case tooLong(Int)
  /// Something a valid module does not have.
  case malformed(String)

  /// The message.
  public var description: String {
    switch self {
    case .noEntryPoint: "no fragment entry point"
    case .unsupported(let name): "the interpreter has no rule for \(name)"
    case .tooLong(let limit): "more than \(limit) instructions"
    case .malformed(let what): "malformed: \(what)"
    }
  }
}

/// A place on the screen, in pixels; pixel centres are at halves.
public struct Position: Hashable, Sendable {
  /// To the right.
  public var x: Double
  /// In the direction of `dFdy`.
  public var y: Double
  /// A place.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// How a program is run.
public struct RunOptions: Sendable {
  /// The lanes.
  public var stencil = Stencil()
  /// A scalar of an input at a place on the screen; anything but what is flat may depend on the place.
  public var inputs: @Sendable (InterfaceScalar, Position) -> Double = { SyntheticInputs().input($0, at: $1) }
  /// A scalar of a uniform, push constant or buffer.
  public var uniforms: @Sendable (InterfaceScalar) -> Double = { SyntheticInputs().uniform($0) }
  /// The values whose executions to record.
  public var trace: Set<ValueID> = []
  /// The most instructions to execute.
  public var instructionLimit = 200_000
  /// The elements a runtime array has.
  public var runtimeArrayLength = 8
  /// How much a sample's gradients add to each of its floating-point channels, so that they show in the outputs;
  /// 0 is a texture without levels of detail.
  public var gradientResponse = 0.0
  /// Specialization constants by their SpecId, as the bits of the value.
  public var specialization: [UInt32: UInt64] = [:]

  /// The defaults: one ring of lanes, 1/256 pixel apart, and synthetic inputs.
  public init() {}
}

/// What a run did.
public struct Execution: Sendable {
  /// A variable of the Output storage class at the end.
  public struct Output: Sendable {
    /// The variable.
    public var id: ValueID
    /// Its name.
    public var name: String
    /// Its location.
    public var location: UInt32?
    /// Its built-in.
    public var builtIn: BuiltIn?
    /// What was written; zeros where nothing was.
    public var value: Value
  }

  /// A derivative instruction that was executed.
  public struct DerivativeRecord: Sendable {
    /// The instruction's result.
    public var result: ValueID
    /// Direction or width.
    public var kind: Derivative.Kind
    /// The scalars at the centre; nil where the lanes give no reference.
    public var reference: [Double?]
  }

  /// An image sample that was executed.
  public struct SampleRecord: Sendable {
    /// The instruction's result.
    public var result: ValueID
    /// The texture's name.
    public var texture: String
    /// The image's dimensionality.
    public var dimension: ImageDimension
    /// The coordinate after projection, without the layer, on all lanes.
    public var coordinate: [Lanes<Double>]
    /// The coordinate's derivative in x at the centre by the lanes; nil where they give no reference.
    public var dx: [Double?]
    /// Likewise in y.
    public var dy: [Double?]
    /// The gradients the instruction passes, at the centre.
    public var gradients: (dx: [Double], dy: [Double])?
    /// The bias, at the centre.
    public var bias: Double?
    /// The explicit level, at the centre.
    public var lod: Double?
    /// The least level, at the centre.
    public var minLod: Double?
    /// Whether the level comes from the quad.
    public var isImplicit: Bool
    /// Whether it compares with a depth.
    public var isDepth: Bool
  }

  /// The outputs, in the order of the module.
  public internal(set) var outputs: [Output] = []
  /// Whether the invocation was killed or demoted.
  public internal(set) var isDiscarded = false
  /// Whether lanes wanted to go different ways at some branch.
  public internal(set) var isDiverged = false
  /// Every derivative in order of execution.
  public internal(set) var derivatives: [DerivativeRecord] = []
  /// Every sample in order of execution.
  public internal(set) var samples: [SampleRecord] = []
  /// The values asked for in `RunOptions.trace`, in order of execution.
  public internal(set) var traces: [ValueID: [Value]] = [:]
  /// How many instructions were executed.
  public internal(set) var instructionCount = 0

  /// The output with a name.
  public subscript(_ name: String) -> Value? { outputs.first { $0.name == name }?.value }
}

extension Program {
  /// Runs the fragment entry point at a pixel.
  ///
  /// - Throws: ``InterpreterError``.
  public func run(at position: Position, options: RunOptions = RunOptions()) throws -> Execution {
    try Machine(self, at: position, options: options).run()
  }
}
