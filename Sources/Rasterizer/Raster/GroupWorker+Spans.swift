// Groups that lie wholly in the triangle, side by side in a row, shaded by one call.

import CShaderABI
import Lowering

/// What a worker needs to shade spans.
struct SpanShader {
  let function: QuadlessSpanShader
  let call: UnsafeMutablePointer<QuadlessSpan>
  /// By attachment: where the span's first pixel is.
  let colors: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  let attachments: Int
}

/// Groups of a row that are to be shaded together.
struct GroupRun {
  var x = 0
  var groups = 0
}

extension DrawState {
  /// The code for spans; nil where the draw is none that it can do.
  static func span(
    _ program: ShaderProgram, roles: [SlotRole], options: RasterizerOptions
  ) -> ShaderSpan? {
    guard let span = program.span, options.samples == 1 else { return nil }
    // Depth is written before the shader runs.
    if options.isDepthTested, span.plan.mayDiscard { return nil }
    let sources = AttachmentSource.all(program.interface.outputs)
    guard roles.map(\.spanInput) == span.plan.inputs.map(Optional.some),
      sources.map(\.slots) == span.plan.attachments, sources.allSatisfy({ $0.number == .float })
    else { return nil }
    return span
  }
}

extension SlotRole {
  /// What the code for spans does for the slot, with one sample; nil where it cannot.
  fileprivate var spanInput: SpanPlan.Input? {
    switch self {
    case .interpolated(let isPerspective, _): isPerspective ? .perspective : .affine
    case .fragCoord(let component): .fragCoord(component)
    case .flat, .frontFacing, .primitive, .sampleNumber, .samplePosition, .helper, .lane, .constant: .held
    case .barycentric, .pointCoord, .sampleMask, .tangent: nil
    }
  }
}

extension GroupWorker {
  /// The memory for calls of the code for spans.
  static func makeSpans(
    _ draw: DrawState, _ invocation: UnsafeMutablePointer<QuadlessInvocation>, _ arena: Arena
  ) -> SpanShader? {
    guard let span = draw.span else { return nil }
    let colors: UnsafeMutablePointer<UnsafeMutablePointer<Float>?> = arena.allocate(
      span.plan.attachments.count)
    let call: UnsafeMutablePointer<QuadlessSpan> = arena.allocate(1)
    let centre = draw.options.isPixelCenterInteger ? 0.5 : 0
    call.pointee = QuadlessSpan(
      invocation: invocation, depthPlane: nil, x: 0, y: 0, fragCoordX: -centre, fragCoordY: -centre,
      fragCoordSign: 1, groups: 0, groupRows: 1, attachments: colors, coverage: nil,
      rowPixels: draw.options.width,
      isWithoutPerspective: 0)
    if draw.options.isFragCoordFlipped {
      call.pointee.fragCoordY = Double(draw.options.height) - centre
      call.pointee.fragCoordSign = -1
    }
    return SpanShader(
      function: span.function, call: call, colors: colors, attachments: span.plan.attachments.count)
  }

  /// Adds a group to the run, or shades the run and starts a new one with it.
  @inline(__always) func extend(_ run: inout GroupRun, _ x: Int, _ y: Int, _ span: Span) {
    if run.groups > 0, x != run.x + run.groups * facts.groupWidth { shade(&run, y, span) }
    if run.groups == 0 { run.x = x }
    run.groups += 1
  }

  /// Shades a run, on some rows, and empties it.
  func shade(_ run: inout GroupRun, _ y: Int, rows: Int = 1, _ span: Span) {
    guard run.groups > 0, let spans, let target = span.target else { return }
    let pixel = y * facts.width + run.x
    let call = spans.call
    for attachment in 0..<spans.attachments {
      let first = target.pixels + (attachment * facts.width * facts.height + pixel)
      spans.colors[attachment] = UnsafeMutableRawPointer(first).assumingMemoryBound(to: Float.self)
    }
    call.pointee.coverage = target.coverage + pixel
    call.pointee.x = Double(run.x) + 0.5
    call.pointee.y = Double(y) + 0.5
    call.pointee.groups = run.groups
    call.pointee.groupRows = rows
    call.pointee.isWithoutPerspective = span.triangle.isWithoutPerspective ? 1 : 0
    let planes = UnsafeRawPointer(span.planes).assumingMemoryBound(to: Double.self)
    call.pointee.depthPlane = planes + 3 * (facts.planesPerTriangle - 1)
    spans.function(call)
    run.groups = 0
  }

  /// Whether all lanes of a group are nearer than what is there; their depth is then written.
  func takeDepth(_ span: Span, _ x: Int, _ y: Int) -> Bool {
    for chunk in 0..<chunks { places[chunk] = offsets[chunk] + Double(x) }
    findDepth(span, 0)
    let corner = y * facts.width + x
    guard depthPass(facts.allPixels, corner, 0) == facts.allPixels else { return false }
    writeDepth(facts.allPixels, corner, 0)
    return true
  }
}
