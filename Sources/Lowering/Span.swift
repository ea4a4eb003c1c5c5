import CLLVM
import CShaderABI
import SPIRV

extension ModuleLowering {
  /// The name in LLVM's module of the function for spans.
  static let spanName = "shadeSpan"

  /// `void shadeSpan(const QuadlessSpan *)`: the shader in a loop over groups, its variables in registers.
  func lowerSpan(_ main: FunctionInstance) throws {
    guard let plan = makeSpanPlan() else { return }
    let group = try lowerSpanGroup(main)
    SpanLowering(self, plan, group).lower()
    spanPlan = plan
  }

  /// A function of a group from the scalars of its input slots to those of its output slots: the loop's body, inlined,
  /// and apart from it so that its variables are made once.
  private func lowerSpanGroup(_ main: FunctionInstance) throws -> (function: LLVMValueRef, type: LLVMTypeRef)
  {
    guard let llvm = main.llvm else { throw LoweringError.malformed("a function that is not declared") }
    var parameters: [LLVMTypeRef?] = [lane.pointerType, lane.pointerType]
    parameters += interface.inputs.map { lane.lanes(slotType($0.kind)) }
    var results: [LLVMTypeRef?] = interface.outputs.map { _ in lane.lanes(lane.elementType) }
    let result: LLVMTypeRef = LLVMStructTypeInContext(lane.context, &results, UInt32(results.count), 0)
    let type: LLVMTypeRef = LLVMFunctionType(result, &parameters, UInt32(parameters.count), 0)
    let function: LLVMValueRef = LLVMAddFunction(lane.module, "spanGroup", type)
    LLVMSetLinkage(function, LLVMInternalLinkage)
    add(["nounwind", "alwaysinline"], to: function)
    LLVMPositionBuilderAtEnd(lane.builder, LLVMAppendBasicBlockInContext(lane.context, function, ""))
    let invocation: Lane.Value = LLVMGetParam(function, 0)
    let state = InvocationState(pointer: LLVMGetParam(function, 1))
    let mask = lane.mask { _ in true }
    var shell = EntryShell(module: self, function: function, invocation: invocation, mask: mask, state: state)
    shell.inputs = interface.inputs.indices.map { LLVMGetParam(function, UInt32(2 + $0)) }
    var arguments: [LLVMValueRef?] = [invocation, state.pointer, mask]
    for id in main.usedGlobals { arguments.append(try shell.prepare(id)) }
    let call: LLVMValueRef = LLVMBuildCall2(
      lane.builder, llvm.type, llvm.function, &arguments, UInt32(arguments.count), "")
    LLVMSetInstructionCallConv(call, UInt32(LLVMFastCallConv.rawValue))
    inlineAlways(call)
    let written = shell.outputScalars()
    var outputs: [LLVMValueRef?] = interface.outputs.indices.map { slot in
      let value = written[slot] ?? lane.zero(lane.lanes(lane.elementType))
      return lane.convertFloat(value, to: lane.elementType)
    }
    LLVMBuildAggregateRet(lane.builder, &outputs, UInt32(outputs.count))
    return (function, type)
  }

  /// Has a call inlined.
  func inlineAlways(_ call: LLVMValueRef) {
    let name = "alwaysinline"
    let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
    LLVMAddCallSiteAttribute(
      call, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)),
      LLVMCreateEnumAttribute(lane.context, kind, 0))
  }
}

/// Builds the loop over the groups of a span.
private struct SpanLowering {
  private let module: ModuleLowering
  private let plan: SpanPlan
  private let group: (function: LLVMValueRef, type: LLVMTypeRef)
  private let function: LLVMValueRef
  private let span: Lane.Value
  private let invocation: Lane.Value
  private let state: InvocationState
  private let shape: GroupLayout

  private var lane: Lane { module.lane }
  private var builder: LLVMBuilderRef { module.lane.builder }

  /// Starts the function.
  init(
    _ module: ModuleLowering, _ plan: SpanPlan, _ group: (function: LLVMValueRef, type: LLVMTypeRef)
  ) {
    let lane = module.lane
    self.module = module
    self.plan = plan
    self.group = group
    shape = GroupLayout(lanes: lane.width)
    var parameters: [LLVMTypeRef?] = [lane.pointerType]
    let type = LLVMFunctionType(LLVMVoidTypeInContext(lane.context), &parameters, 1, 0)
    function = LLVMAddFunction(lane.module, ModuleLowering.spanName, type)
    module.add(["nounwind"], to: function)
    LLVMPositionBuilderAtEnd(lane.builder, LLVMAppendBasicBlockInContext(lane.context, function, ""))
    span = LLVMGetParam(function, 0)
    invocation = module.load(lane.pointerType, span, \QuadlessSpan.invocation)
    state = InvocationState(pointer: module.zeroedBytes(InvocationState.size))
  }

  private func block(_ name: String) -> LLVMBasicBlockRef {
    LLVMAppendBasicBlockInContext(lane.context, function, name)
  }

  func lower() {
    let targets = plan.attachments.indices.map { attachment in
      module.loadElement(
        lane.pointerType, module.load(lane.pointerType, span, \QuadlessSpan.attachments), attachment, bytes: 8
      )
    }
    let coverage = module.load(lane.pointerType, span, \QuadlessSpan.coverage)
    let rowPixels = module.load(lane.integerType(64), span, \QuadlessSpan.rowPixels)
    loop(\QuadlessSpan.groupRows) { row in
      let firstRow = lane.imul(row, lane.integer(shape.height, bits: 64))
      let pixel = lane.imul(firstRow, rowPixels)
      let start = RowStart(
        module, plan, span: span, invocation: invocation, shape: shape, firstRow: firstRow)
      loop(\QuadlessSpan.groups) { index in
        let first = lane.imul(index, lane.integer(shape.width, bits: 64))
        shade(
          start.inputs(atPixel: first, function: function),
          PixelWriter(
            module: module, function: function, shape: shape, rowPixels: rowPixels,
            targets: targets.map {
              module.advance($0, lane.imul(lane.iadd(pixel, first), lane.integer(16, bits: 64)))
            }, coverage: module.advance(coverage, lane.iadd(pixel, first))))
      }
    }
    let offset = MemoryLayout<QuadlessInvocation>.offset(of: \QuadlessInvocation.flags) ?? 0
    LLVMBuildStore(
      builder, state.raised(module), module.advance(invocation, lane.integer(offset, bits: 64)))
    LLVMBuildRetVoid(builder)
  }

  /// A loop over the numbers below one of the span's, which is not 0.
  private func loop(_ count: KeyPath<QuadlessSpan, Int>, _ content: (Lane.Value) -> Void) {
    let count = module.load(lane.integerType(64), span, count)
    let start: LLVMBasicBlockRef = LLVMGetInsertBlock(builder)
    let (body, end) = (block("body"), block("end"))
    LLVMBuildBr(builder, body)
    LLVMPositionBuilderAtEnd(builder, body)
    let index: Lane.Value = LLVMBuildPhi(builder, lane.integerType(64), "")
    content(index)
    let next = lane.iadd(index, lane.integer(1, bits: 64))
    var sources: [LLVMValueRef?] = [lane.integer(0, bits: 64), next]
    var blocks: [LLVMBasicBlockRef?] = [start, LLVMGetInsertBlock(builder)]
    LLVMAddIncoming(index, &sources, &blocks, 2)
    LLVMBuildCondBr(builder, lane.compare(LLVMIntEQ, next, count), end, body)
    LLVMPositionBuilderAtEnd(builder, end)
  }

  /// Shades a group.
  private func shade(_ inputs: [Lane.Value], _ writer: PixelWriter) {
    LLVMBuildStore(builder, lane.integer(0), state.pointer)
    let outputs = callGroup(inputs)
    let colors = plan.attachments.map { slots in
      (0..<4).map { component in
        slots[component] < 0
          ? lane.splat(lane.number(component == 3 ? 1 : 0)) : outputs[Int(slots[component])]
      }
    }
    if plan.mayDiscard {
      writer.write(colors, on: lane.not(lane.mask(fromBits: state.helpers(module))))
    } else {
      writer.write(colors)
    }
  }

  private func callGroup(_ inputs: [Lane.Value]) -> [Lane.Value] {
    var arguments: [LLVMValueRef?] = [invocation, state.pointer] + inputs
    let result = LLVMBuildCall2(
      builder, group.type, group.function, &arguments, UInt32(arguments.count), "")
    return module.interface.outputs.indices.map { LLVMBuildExtractValue(builder, result, UInt32($0), "") }
  }
}

/// How the pixels of a group of quads lie.
struct GroupLayout {
  /// The pixels in a row and in a column.
  let width: Int
  let height: Int
  /// By lane: the pixel's place in the group.
  let pixels: [(x: Int, y: Int)]

  init(lanes: Int) {
    pixels = (0..<lanes).map { lane in
      let quad = lane / 4
      return (x: quad % 2 * 2 + lane % 2, y: quad / 2 * 2 + lane % 4 / 2)
    }
    width = (pixels.map(\.x).max() ?? 0) + 1
    height = (pixels.map(\.y).max() ?? 0) + 1
  }
}

/// The part of a span's inputs that does not change along its row, evaluated where it is made.
///
/// A plane's value is (a + c·y) + b·x in double, as the rasterizer evaluates it for single groups, to the bit.
private struct RowStart {
  private let module: ModuleLowering
  private let plan: SpanPlan
  private let span: Lane.Value
  /// By slot: the scalars that are the same in all groups, and what of a plane is.
  private var held: [Int: Lane.Value] = [:]
  private var planes: [Int: PlaneRow] = [:]
  private var wPlane: PlaneRow?
  private var fragCoordY: Lane.Value?
  /// The lanes' x in the first group.
  private let x: Lane.Value

  private struct PlaneRow {
    let row: Lane.Value
    let b: Lane.Value
  }

  private var lane: Lane { module.lane }

  init(
    _ module: ModuleLowering, _ plan: SpanPlan, span: Lane.Value, invocation: Lane.Value, shape: GroupLayout,
    firstRow: Lane.Value
  ) {
    self.module = module
    self.plan = plan
    self.span = span
    let lane = module.lane
    func places(_ first: Lane.Value, _ offset: ((x: Int, y: Int)) -> Int) -> Lane.Value {
      let offsets = shape.pixels.map { pixel -> Lane.Value in
        LLVMConstReal(lane.doubleType, Double(offset(pixel)))
      }
      return lane.add(lane.vector(offsets), first)
    }
    x = places(module.load(lane.doubleType, span, \QuadlessSpan.x)) { $0.x }
    let distance: Lane.Value = LLVMBuildUIToFP(lane.builder, firstRow, lane.doubleType, "")
    let y = places(lane.add(module.load(lane.doubleType, span, \QuadlessSpan.y), distance)) { $0.y }
    func planeRow(_ base: Lane.Value, _ number: Int) -> PlaneRow {
      let part = (0..<3).map { module.loadElement(lane.doubleType, base, 3 * number + $0, bytes: 8) }
      return PlaneRow(row: lane.add(part[0], lane.mul(part[2], y)), b: part[1])
    }
    let slotPlanes = module.load(lane.pointerType, invocation, \QuadlessInvocation.planes)
    for (slot, input) in plan.inputs.enumerated() {
      switch input {
      case .perspective, .affine: planes[slot] = planeRow(slotPlanes, slot)
      case .fragCoord(1):
        let sign = module.load(lane.doubleType, span, \QuadlessSpan.fragCoordSign)
        fragCoordY = lane.add(
          lane.mul(y, sign), module.load(lane.doubleType, span, \QuadlessSpan.fragCoordY))
      case .fragCoord(2):
        planes[slot] = planeRow(module.load(lane.pointerType, span, \QuadlessSpan.depthPlane), 0)
      case .fragCoord: break
      case .held:
        let type = lane.lanes(module.slotType(module.interface.inputs[slot].kind))
        let base = module.load(lane.pointerType, invocation, \QuadlessInvocation.inputs)
        held[slot] = module.loadUnaligned(
          type, module.advance(base, lane.integer(4 * slot * lane.width, bits: 64)))
      }
    }
    if plan.needsW {
      wPlane = planeRow(module.load(lane.pointerType, invocation, \QuadlessInvocation.wPlane), 0)
    }
  }

  /// The scalars of the input slots in a group some pixels from the first.
  func inputs(atPixel first: Lane.Value, function: LLVMValueRef) -> [Lane.Value] {
    let distance: Lane.Value = LLVMBuildUIToFP(lane.builder, first, lane.doubleType, "")
    let x = lane.add(self.x, distance)
    let w = wPlane.map { value($0, x) }
    let reciprocal =
      plan.inputs.contains(.perspective) ? w.map { self.reciprocal($0, function) } : nil
    return plan.inputs.enumerated().map { slot, input in
      if let held = held[slot] { return held }
      var number = planes[slot].map { value($0, x) } ?? x
      switch input {
      case .perspective: number = reciprocal.map { lane.mul(number, $0) } ?? number
      case .fragCoord(0):
        number = lane.add(number, module.load(lane.doubleType, span, \QuadlessSpan.fragCoordX))
      case .fragCoord(1): number = fragCoordY ?? number
      case .fragCoord(3): number = w ?? number
      case .affine, .fragCoord, .held: break
      }
      return lane.convertFloat(number, to: lane.elementType)
    }
  }

  private func value(_ plane: PlaneRow, _ x: Lane.Value) -> Lane.Value {
    lane.add(plane.row, lane.mul(plane.b, x))
  }

  /// 1 / w', without a division where w' is 1.
  private func reciprocal(_ w: Lane.Value, _ function: LLVMValueRef) -> Lane.Value {
    let builder = lane.builder
    let one = lane.number(1, like: w)
    let isOne = lane.compare(
      LLVMIntNE, module.load(lane.integerType(32), span, \QuadlessSpan.isWithoutPerspective),
      lane.integer(0))
    let before: LLVMBasicBlockRef = LLVMGetInsertBlock(builder)
    let divide: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "divide")
    let after: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "inputs")
    LLVMBuildCondBr(builder, isOne, after, divide)
    LLVMPositionBuilderAtEnd(builder, divide)
    let quotient = lane.div(one, w)
    LLVMBuildBr(builder, after)
    LLVMPositionBuilderAtEnd(builder, after)
    let result: Lane.Value = LLVMBuildPhi(builder, LLVMTypeOf(w), "")
    var sources: [LLVMValueRef?] = [one, quotient]
    var blocks: [LLVMBasicBlockRef?] = [before, divide]
    LLVMAddIncoming(result, &sources, &blocks, 2)
    return result
  }
}
