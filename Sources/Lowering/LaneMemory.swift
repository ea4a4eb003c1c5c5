import CLLVM
import SPIRV

/// Memory of the invocation that holds scalars: of a variable, or of a value that is read in other blocks.
struct LaneMemory {
  /// What the scalars are.
  var kinds: [ScalarKind]
  /// Whether each lane has its own.
  var isVarying: Bool
  /// A place for each scalar, or one for all, the scalars one after another, where they are indexed dynamically.
  var storage: Storage

  enum Storage {
    case separate([Lane.Value])
    case joint(Lane.Value, scalarBytes: Int)
  }
}

extension FunctionLowering {
  /// The type that a scalar has in memory.
  func memoryType(_ kind: ScalarKind, _ memory: LaneMemory) -> LLVMTypeRef {
    let scalar: LLVMTypeRef
    if case .joint = memory.storage, kind == .bool {
      scalar = lane.integerType(32)
    } else {
      scalar = module.llvmType(kind)
    }
    return memory.isVarying ? lane.lanes(scalar) : scalar
  }

  /// New memory in the function's frame, zero at first.
  func allocate(_ kinds: [ScalarKind], isVarying: Bool, isIndexed: Bool) -> LaneMemory {
    let varying = isVarying && lane.width > 1
    guard isIndexed else {
      var memory = LaneMemory(kinds: kinds, isVarying: varying, storage: .separate([]))
      let places = kinds.map { kind in frameSlot(memoryType(kind, memory)) }
      memory.storage = .separate(places)
      return memory
    }
    return module.joint(kinds, isVarying: varying) { bytes in frameBytes(bytes) }
  }

  /// A zeroed place for a value in the function's frame.
  func frameSlot(_ type: LLVMTypeRef) -> Lane.Value {
    inFrame {
      let slot: Lane.Value = LLVMBuildAlloca(lane.builder, type, "")
      LLVMBuildStore(lane.builder, lane.zero(type), slot)
      return slot
    }
  }

  /// Zeroed bytes in the function's frame.
  func frameBytes(_ count: Int) -> Lane.Value {
    inFrame { module.zeroedBytes(count) }
  }

  /// Bytes in the function's frame that are written before they are read.
  func frameScratch(_ count: Int) -> Lane.Value {
    inFrame { module.bytes(count) }
  }

  private func inFrame(_ body: () -> Lane.Value) -> Lane.Value {
    let here: LLVMBasicBlockRef = LLVMGetInsertBlock(lane.builder)
    LLVMPositionBuilderAtEnd(lane.builder, frame)
    let result = body()
    LLVMPositionBuilderAtEnd(lane.builder, here)
    return result
  }

  // MARK: Scalars at fixed places

  func load(_ memory: LaneMemory, _ position: Int) -> Lane.Value {
    let kind = memory.kinds[position]
    let value: Lane.Value = LLVMBuildLoad2(
      lane.builder, memoryType(kind, memory), module.place(memory, position), "")
    return fromMemory(value, kind, memory)
  }

  /// Stores a scalar; on the lanes of a mask where one is given.
  func store(_ value: Lane.Value, _ memory: LaneMemory, _ position: Int, mask: Lane.Value?) {
    var value = memory.isVarying ? lane.splat(value) : value
    if let mask, memory.isVarying { value = lane.select(mask, value, load(memory, position)) }
    LLVMBuildStore(
      lane.builder, toMemory(value, memory.kinds[position], memory), module.place(memory, position))
  }

  func fromMemory(_ value: Lane.Value, _ kind: ScalarKind, _ memory: LaneMemory) -> Lane.Value {
    guard kind == .bool, case .joint = memory.storage else { return value }
    return lane.compare(LLVMIntNE, value, lane.integer(0, like: value))
  }

  func toMemory(_ value: Lane.Value, _ kind: ScalarKind, _ memory: LaneMemory) -> Lane.Value {
    guard kind == .bool, case .joint = memory.storage else { return value }
    return lane.convertUnsigned(value, to: lane.integerType(32))
  }

  // MARK: Scalars at dynamic places

  /// The address, or addresses by lane, of a scalar some scalars further on. Its lanes lie side by side, in the space
  /// that those of the widest scalar would take.
  private func address(_ memory: LaneMemory, _ position: Int, _ dynamic: Lane.Value) -> Lane.Value {
    guard case .joint(let base, let bytes) = memory.storage else { return module.place(memory, position) }
    let stride = bytes * (memory.isVarying ? lane.width : 1)
    let first = lane.iadd(dynamic, lane.integer(position, like: dynamic))
    var offset = lane.imul(
      lane.convertSigned(first, to: lane.integerType(64)), lane.integer(stride, bits: 64))
    if lane.isVector(dynamic), memory.isVarying {
      let own = size(memoryType(memory.kinds[position], memory))
      offset = lane.iadd(offset, lane.vector((0..<lane.width).map { lane.integer($0 * own, bits: 64) }))
    }
    return module.advance(base, offset)
  }

  func load(_ memory: LaneMemory, _ position: Int, _ dynamic: Lane.Value) -> Lane.Value {
    let kind = memory.kinds[position]
    let address = address(memory, position, dynamic)
    let type = memoryType(kind, memory)
    guard lane.isVector(dynamic) else {
      return fromMemory(LLVMBuildLoad2(lane.builder, type, address, ""), kind, memory)
    }
    let scalar: LLVMTypeRef = memory.isVarying ? LLVMGetElementType(type) : type
    return fromMemory(gather(scalar, address, mask: lane.mask { _ in true }), kind, memory)
  }

  func store(
    _ value: Lane.Value, _ memory: LaneMemory, _ position: Int, _ dynamic: Lane.Value, mask: Lane.Value?
  ) {
    let kind = memory.kinds[position]
    let address = address(memory, position, dynamic)
    var value = memory.isVarying ? lane.splat(value) : value
    guard lane.isVector(dynamic) else {
      if let mask, memory.isVarying { value = lane.select(mask, value, load(memory, position, dynamic)) }
      LLVMBuildStore(lane.builder, toMemory(value, kind, memory), address)
      return
    }
    scatter(toMemory(value, kind, memory), address, mask: mask ?? lane.mask { _ in true })
  }

  // MARK: Many addresses

  /// The scalars at the addresses of the lanes in a mask; zeros on the others.
  func gather(_ scalar: LLVMTypeRef, _ addresses: Lane.Value, mask: Lane.Value) -> Lane.Value {
    let type = lane.lanes(scalar)
    return lane.call(
      intrinsic: "llvm.masked.gather",
      [addresses, lane.integer(alignment(scalar)), lane.splat(mask), lane.zero(type)],
      overloads: [type, LLVMTypeOf(addresses)])
  }

  /// Stores scalars at the addresses of the lanes in a mask, in the order of the lanes.
  func scatter(_ value: Lane.Value, _ addresses: Lane.Value, mask: Lane.Value) {
    let value = lane.splat(value)
    let addresses = lane.splat(addresses)
    _ = lane.call(
      intrinsic: "llvm.masked.scatter",
      [value, addresses, lane.integer(alignment(lane.scalarType(value))), lane.splat(mask)],
      overloads: [LLVMTypeOf(value), LLVMTypeOf(addresses)])
  }

  /// The bytes of one lane of a type of memory.
  private func size(_ type: LLVMTypeRef) -> Int {
    let scalar: LLVMTypeRef =
      LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type
    return switch LLVMGetTypeKind(scalar) {
    case LLVMDoubleTypeKind: 8
    case LLVMFloatTypeKind: 4
    case LLVMHalfTypeKind: 2
    default: Int(LLVMGetIntTypeWidth(scalar)) / 8
    }
  }

  private func alignment(_ scalar: LLVMTypeRef) -> Int { min(4, size(scalar)) }
}

extension ModuleLowering {
  /// Memory whose scalars lie one after another, as wide as the widest.
  func joint(_ kinds: [ScalarKind], isVarying: Bool, _ allocate: (Int) -> Lane.Value) -> LaneMemory {
    let bytes = kinds.map(scalarBytes).max() ?? 4
    let count = max(1, kinds.count) * bytes * (isVarying ? lane.width : 1)
    return LaneMemory(
      kinds: kinds, isVarying: isVarying, storage: .joint(allocate(count), scalarBytes: bytes))
  }

  private func scalarBytes(_ kind: ScalarKind) -> Int {
    switch kind {
    case .float(let width): width == 64 || options.element == .double ? 8 : 4
    case .int(let width, _): width == 64 ? 8 : 4
    case .bool: 4
    }
  }

  /// The address of a scalar.
  func place(_ memory: LaneMemory, _ position: Int) -> Lane.Value {
    switch memory.storage {
    case .separate(let places): return places[position]
    case .joint(let base, let bytes):
      return advance(base, lane.integer(position * bytes * (memory.isVarying ? lane.width : 1), bits: 64))
    }
  }

  /// An address some bytes further on; addresses by lane where either is.
  func advance(_ base: Lane.Value, _ bytes: Lane.Value) -> Lane.Value {
    var indices: [LLVMValueRef?] = [bytes]
    return LLVMBuildGEP2(lane.builder, lane.integerType(8), base, &indices, 1, "")
  }

  /// Bytes in the frame of the function being made.
  func bytes(_ count: Int) -> Lane.Value {
    let slot: Lane.Value = LLVMBuildAlloca(
      lane.builder, LLVMArrayType2(lane.integerType(8), UInt64(count)), "")
    LLVMSetAlignment(slot, 64)
    return slot
  }

  /// Zeroed bytes in the frame of the function being made.
  func zeroedBytes(_ count: Int) -> Lane.Value {
    let slot = bytes(count)
    LLVMBuildMemSet(lane.builder, slot, lane.integer(0, bits: 8), lane.integer(count, bits: 64), 64)
    return slot
  }
}
