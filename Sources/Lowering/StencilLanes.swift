import CLLVM
import CShaderABI
import SPIRV

/// The places of the lanes of a stencil, in steps around the pixel: the points |i| + |j| <= 2 in the order of
/// QuadlessStencilX and -Y. Lanes past them are never executed.
public enum StencilLanes {
  /// Places in steps, x to the right and y downwards.
  public static let points: [(x: Int, y: Int)] = withUnsafeBytes(of: QuadlessStencilX) { x in
    withUnsafeBytes(of: QuadlessStencilY) { y in
      (0..<count(order: 2)).map { (Int(Int8(bitPattern: x[$0])), Int(Int8(bitPattern: y[$0]))) }
    }
  }

  /// The number of lanes of a stencil of an order: 5 or 13.
  public static func count(order: Int) -> Int { order == 1 ? 5 : 13 }

  /// By lane the lane a step away, for the derivative of a level; lanes that have lost their neighbours at this level
  /// or before take the centre's.
  static func neighbours(x: Int, y: Int, order: Int, level: Int, width: Int) -> [Int] {
    let known = points.prefix(count(order: order))
    return (0..<width).map { lane in
      let here = lane < known.count && ring(lane) + level <= order ? points[lane] : points[0]
      return known.firstIndex { $0.x == here.x + x && $0.y == here.y + y } ?? 0
    }
  }

  /// A lane's distance from the centre in steps along the axes.
  private static func ring(_ lane: Int) -> Int { abs(points[lane].x) + abs(points[lane].y) }
}

extension FunctionLowering {
  // MARK: Derivatives

  /// The derivative of a scalar; the level says of how many derivatives it is one.
  func derivative(_ derivative: Derivative, _ value: Lane.Value, level: Int) throws -> Lane.Value {
    switch derivative.kind {
    case .dx: return try difference(value, isX: true, derivative.control, level: level)
    case .dy: return try difference(value, isX: false, derivative.control, level: level)
    case .width:
      let x = try difference(value, isX: true, derivative.control, level: level)
      let y = try difference(value, isX: false, derivative.control, level: level)
      // Below this a derivative that is zero by nature has the sign of its rounding.
      let rounding = lane.number(-1e-9, like: x)
      noteDisagreement(lane.compare(LLVMRealOLT, x, rounding))
      noteDisagreement(lane.compare(LLVMRealOLT, y, rounding))
      return lane.add(lane.abs(x), lane.abs(y))
    }
  }

  /// The difference to a neighbour in one direction.
  func difference(
    _ value: Lane.Value, isX: Bool, _ control: Derivative.Control, level: Int = 1
  ) throws -> Lane.Value {
    switch module.options.derivatives {
    case .none: throw LoweringError.unsupported("a derivative where none has a meaning")
    case .quad(let plainIsCoarse):
      guard lane.width >= 4 else { throw LoweringError.unsupported("a quad derivative with one lane") }
      let isCoarse = control == .coarse || control == .unspecified && plainIsCoarse
      let (ahead, behind) = Self.quadLanes(isX: isX, isCoarse: isCoarse, width: lane.width)
      return lane.sub(lane.shuffle(value, ahead), lane.shuffle(value, behind))
    case .stencil(_, let order):
      guard lane.width >= (order == 1 ? 8 : 16) else {
        throw LoweringError.unsupported("a stencil with \(lane.width) lanes")
      }
      let (x, y) = isX ? (1, 0) : (0, 1)
      let ahead = StencilLanes.neighbours(
        x: x, y: y, order: order, level: min(level, order), width: lane.width)
      let behind = StencilLanes.neighbours(
        x: -x, y: -y, order: order, level: min(level, order), width: lane.width)
      let change = lane.sub(lane.shuffle(value, ahead), lane.shuffle(value, behind))
      let factor = lane.div(LLVMConstReal(lane.doubleType, 0.5), stencilStep)
      return lane.mul(change, lane.convertFloat(factor, to: lane.scalarType(change)))
    }
  }

  /// The stencil's step in pixels, as the first two lanes are placed: one function serves every step.
  var stencilStep: Lane.Value {
    let positions = pointer(\.positions)
    return lane.sub(
      module.loadElement(lane.doubleType, positions, 1, bytes: 8),
      module.loadElement(lane.doubleType, positions, 0, bytes: 8))
  }

  /// By lane the lanes of its quad whose difference the hardware takes: in its row or column, or in the first one.
  private static func quadLanes(isX: Bool, isCoarse: Bool, width: Int) -> (ahead: [Int], behind: [Int]) {
    let own = isX ? 1 : 2
    let behind = (0..<width).map { lane in
      let quad = lane & ~3
      return isCoarse ? quad : quad | (lane & 3 & ~own)
    }
    return (behind.map { $0 | own }, behind)
  }

  // MARK: Taint

  private var isStencil: Bool {
    if case .stencil = module.options.derivatives { return lane.width > 1 }
    return false
  }

  /// On a stencil, notes whether lanes that are on disagree with the first lane. Where the centre is off and others
  /// are on, lanes have parted before, and that was noted.
  func noteDisagreement(_ value: Lane.Value) {
    guard isStencil, lane.isVector(value) else { return }
    let first = lane.shuffle(value, Array(repeating: 0, count: lane.width))
    let differs =
      lane.isFloat(value)
      ? lane.compare(LLVMRealUNE, value, first) : lane.compare(LLVMIntNE, value, first)
    state.raise(2, lane.any(lane.and(differs, mask)), module)
  }

  // MARK: Probes

  /// Records a value on the lanes that are on.
  func record(_ scalars: [Lane.Value], _ probe: Int) {
    let size = MemoryLayout<QuadlessProbe>.stride
    let base = module.advance(pointer(\.probes), lane.integer(probe * size, bits: 64))
    func field<Field>(_ field: KeyPath<QuadlessProbe, Field>) -> Lane.Value {
      module.load(lane.pointerType, base, field)
    }
    let width = lane.width
    let countPlace = field(\.count)
    let integer = lane.integerType(32)
    let count = module.loadUnaligned(lane.lanes(integer), countPlace)
    let capacity = lane.integer(Int(QuadlessProbeCapacity), like: count)
    let hasRoom = lane.and(mask, lane.compare(LLVMIntULT, count, capacity))
    // Lanes without a place write to their last one again, but are off.
    let row = lane.intrinsic("llvm.umin", [count, lane.isub(capacity, lane.integer(1, like: capacity))])
    let wide = lane.convertUnsigned(row, to: lane.integerType(64))
    let lanes = lane.vector((0..<width).map { lane.integer($0, bits: 64) })
    let bytes = module.options.element == .double ? 8 : 4
    for (component, scalar) in scalars.enumerated() {
      let start = lane.imul(wide, lane.integer(scalars.count * width, bits: 64))
      let element = lane.iadd(lane.iadd(start, lane.integer(component * width, bits: 64)), lanes)
      let value = lane.isFloat(scalar) ? lane.convertFloat(scalar, to: lane.elementType) : scalar
      write(
        value, module.advance(field(\.values), lane.imul(element, lane.integer(bytes, bits: 64))), hasRoom)
    }
    let taint = lane.convertUnsigned(state.isTainted(module), to: lane.integerType(8))
    let element = lane.iadd(lane.imul(wide, lane.integer(width, bits: 64)), lanes)
    write(taint, module.advance(field(\.tainted), element), hasRoom)
    let one = lane.convertUnsigned(mask, to: integer)
    LLVMSetAlignment(LLVMBuildStore(lane.builder, lane.iadd(count, one), countPlace), 4)
  }

  private func write(_ value: Lane.Value, _ address: Lane.Value, _ mask: Lane.Value) {
    if lane.width > 1 {
      scatter(value, address, mask: mask)
    } else {
      let safe = lane.select(mask, address, frameBytes(16))
      LLVMSetAlignment(LLVMBuildStore(lane.builder, value, safe), 1)
    }
  }
}
