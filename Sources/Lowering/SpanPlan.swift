import CShaderABI
import SPIRV

/// The function that shades spans of groups, and what its host must agree with.
public struct ShaderSpan: Sendable {
  /// The function.
  public let function: QuadlessSpanShader
  /// From what it takes inputs and where it puts outputs.
  public let plan: SpanPlan
}

/// From what the code for spans takes inputs, and where it puts outputs.
public struct SpanPlan: Hashable, Sendable {
  /// What an input slot is.
  public enum Input: Hashable, Sendable {
    /// The slot's plane over w'.
    case perspective
    /// The slot's plane.
    case affine
    /// gl_FragCoord's component.
    case fragCoord(Int)
    /// The same in all groups: the host has put it into the invocation's inputs.
    case held
  }

  /// By input slot.
  public let inputs: [Input]
  /// By attachment, the locations rising: the output slots of its components; −1 where there is none, and (0, 0, 0, 1)'s
  /// component is written.
  public let attachments: [SIMD4<Int32>]
  /// Whether lanes may be discarded or demoted, so that pixels may be left alone.
  public let mayDiscard: Bool

  /// The plan of a shader; nil where its outputs are other than floats at locations.
  init?(_ interface: ShaderInterface, mayDiscard: Bool) {
    var attachments: [Int: SIMD4<Int32>] = [:]
    for (number, slot) in interface.outputs.enumerated() {
      guard slot.builtIn == nil, let location = slot.location, (0..<4).contains(slot.component),
        case .float = slot.kind
      else { return nil }
      attachments[location, default: SIMD4(repeating: -1)][slot.component] = Int32(number)
    }
    inputs = interface.inputs.map(Input.init)
    self.attachments = attachments.sorted { $0.key < $1.key }.map(\.value)
    self.mayDiscard = mayDiscard
  }

  /// Whether w' is needed.
  var needsW: Bool { inputs.contains { $0 == .perspective || $0 == .fragCoord(3) } }
}

extension SpanPlan.Input {
  /// With one sample, centroids and samples are centres.
  fileprivate init(_ slot: InterfaceSlot) {
    guard case .float = slot.kind else {
      self = .held
      return
    }
    switch slot.builtIn {
    case .fragCoord?: self = .fragCoord(slot.path.last ?? 0)
    case nil:
      switch slot.interpolation {
      case .smooth: self = .perspective
      case .noPerspective: self = .affine
      case .flat: self = .held
      }
    default: self = .held
    }
  }
}

extension ModuleLowering {
  /// How spans of the shader are shaded; nil where they cannot be.
  func makeSpanPlan() -> SpanPlan? {
    guard options.makesSpan, lane.width > 1, options.element == .float, options.probes.isEmpty else {
      return nil
    }
    if case .stencil = options.derivatives { return nil }
    var mayDiscard = false
    for instance in instanceOrder {
      mayDiscard = mayDiscard || instance.mayKill
      for code in instance.blocks.flatMap(\.codes) {
        if code.op == .demoteToHelperInvocation { mayDiscard = true }
        // Interpolation elsewhere reads the lanes' places, which a span does not have in memory.
        if case .extended(let glsl, _) = code.instruction.operation(glsl: index.glsl),
          [.interpolateAtCentroid, .interpolateAtSample, .interpolateAtOffset].contains(glsl)
        {
          return nil
        }
      }
    }
    return SpanPlan(interface, mayDiscard: mayDiscard)
  }
}
