import CLLVM
import CShaderABI
import SPIRV

/// A place in a buffer.
private struct BufferPlace {
  /// The address, or addresses by lane.
  var address: Lane.Value
  /// Whether it may be read and written; nil where it surely may.
  var isValid: Lane.Value?
  var layout: BufferLayout
  var isWritable: Bool
}

/// What lies at a place: as ``BlockLayout``, and the columns of a matrix of rows.
private enum BufferLayout {
  case block(BlockLayout)
  case strided(ScalarKind, count: Int, stride: Int)

  /// The scalars in order with their offsets in bytes.
  var scalars: [(offset: Int, kind: ScalarKind)] {
    switch self {
    case .strided(let kind, let count, let stride): return (0..<count).map { ($0 * stride, kind) }
    case .block(let layout): return Self.scalars(layout, at: 0)
    }
  }

  private static func scalars(_ layout: BlockLayout, at start: Int) -> [(offset: Int, kind: ScalarKind)] {
    switch layout {
    case .scalar(let kind): return [(start, kind)]
    case .vector(let kind, let count): return (0..<count).map { (start + $0 * kind.bytes, kind) }
    case .matrix(let kind, let columns, let rows, let stride, let isRowMajor):
      return (0..<columns).flatMap { column in
        (0..<rows).map { row in
          let offset =
            isRowMajor ? row * stride + column * kind.bytes : column * stride + row * kind.bytes
          return (start + offset, kind)
        }
      }
    case .array(let element, let count, let stride):
      return (0..<(count ?? 0)).flatMap { scalars(element, at: start + $0 * stride) }
    case .structure(let members): return members.flatMap { scalars($0.layout, at: start + $0.offset) }
    }
  }
}

extension FunctionLowering {
  // MARK: Loads and stores

  func loadBuffer(_ place: Place) throws -> [Lane.Value] {
    let target = try bufferPlace(place)
    return target.layout.scalars.map { offset, kind in
      let address = module.advance(target.address, lane.integer(offset, bits: 64))
      let type = storedType(kind)
      let value: Lane.Value
      if lane.isVector(address) {
        let valid = target.isValid.map { lane.and(mask, $0) } ?? mask
        value = gather(type, address, mask: valid)
      } else {
        let safe = target.isValid.map { lane.select($0, address, nowhere) } ?? address
        value = module.loadUnaligned(type, safe, bytes: kind.bytes, isInvariant: !target.isWritable)
      }
      return fromStored(value, kind)
    }
  }

  func storeBuffer(_ scalars: [Lane.Value], _ place: Place) throws {
    let target = try bufferPlace(place)
    guard target.isWritable else { throw LoweringError.malformed("a store to what is read only") }
    let layout = target.layout.scalars
    guard layout.count == scalars.count else { throw LoweringError.malformed("a store of another type") }
    var storing = lane.and(mask, lane.not(helperMask()))
    if let valid = target.isValid { storing = lane.and(storing, valid) }
    for (scalar, (offset, kind)) in zip(scalars, layout) {
      let address = module.advance(target.address, lane.integer(offset, bits: 64))
      let value = toStored(scalar, kind)
      if lane.width > 1 {
        scatter(value, address, mask: storing)
      } else {
        let store = LLVMBuildStore(lane.builder, value, lane.select(storing, address, nowhere))
        LLVMSetAlignment(store, UInt32(min(4, kind.bytes)))
      }
    }
  }

  /// A place for accesses that must not happen.
  private var nowhere: Lane.Value {
    if let known = nowhereSlot { return known }
    let slot = frameBytes(16)
    nowhereSlot = slot
    return slot
  }

  private func storedType(_ kind: ScalarKind) -> LLVMTypeRef {
    switch kind {
    case .float(16): lane.halfType
    case .float(32): lane.floatType
    case .float: lane.doubleType
    case .int(let width, _): lane.integerType(width)
    case .bool: lane.integerType(32)
    }
  }

  private func fromStored(_ value: Lane.Value, _ kind: ScalarKind) -> Lane.Value {
    switch kind {
    case .float: lane.convertFloat(value, to: module.llvmType(kind))
    case .int: value
    case .bool: lane.compare(LLVMIntNE, value, lane.integer(0, like: value))
    }
  }

  private func toStored(_ value: Lane.Value, _ kind: ScalarKind) -> Lane.Value {
    switch kind {
    case .float(16): pure.halfBits(value)
    case .float: lane.convertFloat(value, to: storedType(kind))
    case .int: value
    case .bool: lane.convertUnsigned(value, to: lane.integerType(32))
    }
  }

  // MARK: Addresses

  private func buffer(_ id: ValueID) -> (resource: Int, layout: BlockLayout, isWritable: Bool)? {
    switch module.globals[id] {
    case .buffer(let resource, let layout, let isWritable)?: (resource, layout, isWritable)
    case .mixed(let numbers?, _)?: (numbers.resource, numbers.layout, false)
    case .mixed?, .memory?, .opaque?, nil: nil
    }
  }

  private func bufferPlace(_ place: Place) throws -> BufferPlace {
    guard case .global(let id) = place.root, let (resource, layout, isWritable) = buffer(id) else {
      throw LoweringError.unsupported("memory of this kind")
    }
    var steps = place.steps[...]
    var (address, size) = bytes(of: resource)
    var valid: Lane.Value?
    if let element = try elementIndex(module.interface.resources[resource], id, &steps) {
      let stride = lane.integer(layout.arrayStride, bits: 64)
      let count: Lane.Value = LLVMBuildUDiv(lane.builder, size, stride, "")
      var index = lane.convertSigned(element, to: lane.integerType(64))
      index = lane.intrinsic("llvm.smin", [index, lane.isub(count, lane.integer(1, bits: 64))])
      index = lane.intrinsic("llvm.smax", [index, lane.integer(0, like: index)])
      address = module.advance(address, lane.imul(index, stride))
      size = stride
    }
    var target = BufferLayout.block(layout)
    var offset = 0
    for step in steps {
      let (stride, count, element) = try descend(target, step, &offset)
      guard stride > 0 else {
        target = element
        continue
      }
      var index: Lane.Value
      if let count {
        index = clamped(try number(step), count)
      } else {
        let room = lane.isub(size, lane.integer(offset, bits: 64))
        let length: Lane.Value = LLVMBuildSDiv(lane.builder, room, lane.integer(stride, bits: 64), "")
        index = lane.convertSigned(try number(step), to: lane.integerType(64))
        index = lane.intrinsic("llvm.smin", [index, lane.isub(length, lane.integer(1, bits: 64))])
        index = lane.intrinsic("llvm.smax", [index, lane.integer(0, like: index)])
        valid = lane.compare(LLVMIntSGT, length, lane.integer(0, bits: 64))
      }
      let bytes = lane.imul(
        lane.convertSigned(index, to: lane.integerType(64)), lane.integer(stride, bits: 64))
      address = module.advance(address, bytes)
      target = element
    }
    address = module.advance(address, lane.integer(offset, bits: 64))
    return BufferPlace(address: address, isValid: valid, layout: target, isWritable: isWritable)
  }

  /// One step into a layout. A constant step only adds to the offset and has a stride of 0; else the stride and the
  /// number of elements are for the index, the number nil of a runtime array.
  private func descend(
    _ layout: BufferLayout, _ step: Place.Step, _ offset: inout Int
  ) throws -> (stride: Int, count: Int?, element: BufferLayout) {
    let (stride, count, element): (Int, Int?, BufferLayout)
    switch layout {
    case .strided(let kind, let length, let bytes):
      (stride, count, element) = (bytes, length, .block(.scalar(kind)))
    case .block(.vector(let kind, let length)):
      (stride, count, element) = (kind.bytes, length, .block(.scalar(kind)))
    case .block(.matrix(let kind, let columns, let rows, let bytes, let isRowMajor)):
      (stride, count) = (isRowMajor ? kind.bytes : bytes, columns)
      element =
        isRowMajor ? .strided(kind, count: rows, stride: bytes) : .block(.vector(kind, count: rows))
    case .block(.array(let inner, let length, let bytes)):
      (stride, count, element) = (bytes, length, .block(inner))
    case .block(.structure(let members)):
      guard case .constant(let member) = step, member >= 0, member < members.count else {
        throw LoweringError.malformed("an access chain to no member")
      }
      offset += members[member].offset
      return (0, nil, .block(members[member].layout))
    case .block(.scalar): throw LoweringError.malformed("an access chain into a scalar")
    }
    guard case .constant(let number) = step, let count else { return (stride, count, element) }
    offset += max(0, min(number, count - 1)) * stride
    return (0, nil, element)
  }

  /// The element, as 32 bits, of an array of resources that a pointer's first steps choose; nil of one that is none.
  func elementIndex(
    _ resource: Resource, _ id: ValueID, _ steps: inout ArraySlice<Place.Step>
  ) throws -> Lane.Value? {
    // What pointers in buffers point to is no variable, and no array.
    guard let pointer = module.index.type(of: id) else { return nil }
    var type = try module.pointee(pointer).type
    var result: Lane.Value?
    while resource.count != 1 || isArrayOfResources(resource, type) {
      let length: Int?
      let element: TypeID
      switch try module.type(type) {
      case .array(let inner, let count): (length, element) = (try module.arrayLength(count), inner)
      case .runtimeArray(let inner): (length, element) = (nil, inner)
      default: return result
      }
      guard let step = steps.popFirst() else {
        throw LoweringError.unsupported("an array of resources as a value")
      }
      var index = lane.convertSigned(try number(step), to: lane.integerType(32))
      if let length { index = clamped(index, length) }
      if let outer = result {
        result = lane.iadd(lane.imul(outer, lane.integer(length ?? 1)), index)
      } else {
        result = index
      }
      type = element
    }
    return result
  }

  /// Whether a resource of one element is an array of that length: of images or blocks, not of numbers.
  private func isArrayOfResources(_ resource: Resource, _ type: TypeID) -> Bool {
    guard case .array? = module.index[type] else { return false }
    switch resource.kind {
    // Arrays of numbers, counters among them.
    case .looseUniform, .storageBlock(.array): return false
    case .uniformBlock, .storageBlock, .pushConstants, .sampledImage, .image, .sampler, .inputAttachment:
      return true
    }
  }

  func arrayLength(_ place: Place, _ member: Int) throws -> Lane.Value {
    guard case .global(let id) = place.root, case .buffer(let resource, let layout, _)? = module.globals[id],
      case .structure(let members) = layout, member < members.count,
      case .array(_, _, let stride) = members[member].layout, stride > 0
    else { throw LoweringError.malformed("OpArrayLength of no runtime array") }
    guard module.interface.resources[resource].count == 1 else {
      throw LoweringError.unsupported("an array of blocks that end in a runtime array")
    }
    let size = bytes(of: resource).size
    let room = lane.isub(size, lane.integer(members[member].offset, bits: 64))
    let length: Lane.Value = LLVMBuildSDiv(lane.builder, room, lane.integer(stride, bits: 64), "")
    let positive = lane.intrinsic("llvm.smax", [length, lane.integer(0, bits: 64)])
    return lane.convertSigned(positive, to: lane.integerType(32))
  }

  // MARK: Atomics

  /// An atomic operation on a buffer, lane after lane.
  func atomic(
    _ instruction: Instruction, _ atomic: Instruction.Atomic, _ place: Place
  ) throws -> [Lane.Value]? {
    let target = try bufferPlace(place)
    guard let kind = target.layout.scalars.first?.kind, target.layout.scalars.count == 1 else {
      throw LoweringError.unsupported("\(instruction.op) on this memory")
    }
    let value = try atomic.value.map { toStored(try scalar($0), kind) }
    let comparator = try atomic.comparator.map { try scalar($0) }
    var storing = lane.and(mask, lane.not(helperMask()))
    if let valid = target.isValid { storing = lane.and(storing, valid) }
    let type = storedType(kind)
    var result = lane.zero(lane.lanes(type))
    for at in 0..<lane.width {
      let body: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "")
      let after: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "")
      let before: LLVMBasicBlockRef = LLVMGetInsertBlock(lane.builder)
      LLVMBuildCondBr(lane.builder, lane.extract(storing, at), body, after)
      LLVMPositionBuilderAtEnd(lane.builder, body)
      let old = try atomicScalar(
        instruction.op, lane.isVector(target.address) ? lane.extract(target.address, at) : target.address,
        type,
        value.map { lane.extract($0, at) }, comparator.map { lane.extract($0, at) })
      let inserted = lane.insert(old, into: result, at)
      LLVMBuildBr(lane.builder, after)
      LLVMPositionBuilderAtEnd(lane.builder, after)
      let phi: Lane.Value = LLVMBuildPhi(lane.builder, LLVMTypeOf(result), "")
      var sources: [LLVMValueRef?] = [inserted, result]
      var blocks: [LLVMBasicBlockRef?] = [body, before]
      LLVMAddIncoming(phi, &sources, &blocks, 2)
      result = phi
    }
    return instruction.result == nil ? nil : [fromStored(result, kind)]
  }

  private static let readModifyWrite: [Op: LLVMAtomicRMWBinOp] = [
    .atomicExchange: LLVMAtomicRMWBinOpXchg, .atomicStore: LLVMAtomicRMWBinOpXchg,
    .atomicIAdd: LLVMAtomicRMWBinOpAdd, .atomicISub: LLVMAtomicRMWBinOpSub,
    .atomicIIncrement: LLVMAtomicRMWBinOpAdd, .atomicIDecrement: LLVMAtomicRMWBinOpSub,
    .atomicSMin: LLVMAtomicRMWBinOpMin, .atomicSMax: LLVMAtomicRMWBinOpMax,
    .atomicUMin: LLVMAtomicRMWBinOpUMin, .atomicUMax: LLVMAtomicRMWBinOpUMax,
    .atomicAnd: LLVMAtomicRMWBinOpAnd, .atomicOr: LLVMAtomicRMWBinOpOr, .atomicXor: LLVMAtomicRMWBinOpXor,
    .atomicFAddEXT: LLVMAtomicRMWBinOpFAdd, .atomicFMinEXT: LLVMAtomicRMWBinOpFMin,
    .atomicFMaxEXT: LLVMAtomicRMWBinOpFMax,
  ]

  private func atomicScalar(
    _ op: Op, _ address: Lane.Value, _ type: LLVMTypeRef, _ value: Lane.Value?, _ comparator: Lane.Value?
  ) throws -> Lane.Value {
    if op == .atomicLoad { return LLVMBuildLoad2(lane.builder, type, address, "") }
    if op == .atomicCompareExchange, let value, let comparator {
      let pair = LLVMBuildAtomicCmpXchg(
        lane.builder, address, comparator, value, LLVMAtomicOrderingSequentiallyConsistent,
        LLVMAtomicOrderingSequentiallyConsistent, 0)
      return LLVMBuildExtractValue(lane.builder, pair, 0, "")
    }
    guard let operation = Self.readModifyWrite[op] else { throw LoweringError.unsupported("\(op)") }
    return LLVMBuildAtomicRMW(
      lane.builder, operation, address, value ?? LLVMConstInt(type, 1, 0),
      LLVMAtomicOrderingSequentiallyConsistent, 0)
  }
}
