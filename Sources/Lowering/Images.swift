import CLLVM
import CShaderABI
import SPIRV

extension FunctionLowering {
  /// An access of an image: a request on the frame, answered by the host.
  func image(_ access: ImageAccess, _ instruction: Instruction) throws -> [Lane.Value]? {
    guard let reference = instance.images[access.image] else {
      throw LoweringError.unsupported("\(instruction.op) of this image")
    }
    let (resource, description) = try imageResource(reference.image)
    var request = TexelRequest(self, description, resource: resource)
    request.set(\.image, lane.integer(textureNumber(resource)))
    request.set(\.imageElement, try element(reference.image, &request))
    request.set(\.sampler, lane.integer(textureNumber(try imageResource(reference.sampler).resource)))
    request.set(\.samplerElement, try element(reference.sampler, &request))
    switch access.kind {
    case .sample, .queryLod: return try sample(access, instruction, description, &request)
    case .gather:
      let kind = try texelKind(instruction, isSparse: access.isSparse)
      try request.setCoordinate(try value(access.coordinate ?? access.image))
      if let depth = access.depthReference { request.setLanes(\.reference, try scalar(depth)) }
      if let component = access.component {
        request.set(\.component, lane.extract(try scalar(component), 0))
      }
      try setOffsets(access, &request)
      return try results(
        request.call(QuadlessTexelGather, kind, mask: mask), instruction, isSparse: access.isSparse)
    case .fetch, .read:
      let kind = try texelKind(instruction, isSparse: access.isSparse)
      if let coordinate = access.coordinate { try setTexel(coordinate, description, &request) }
      if let lod = access.lod { request.setIntegers(\.lod, try value(lod)) }
      if let sample = access.sample { request.setIntegers(\.sample, try value(sample)) }
      try setOffsets(access, &request)
      let operation = access.kind == .fetch ? QuadlessTexelFetch : QuadlessTexelRead
      return try results(request.call(operation, kind, mask: mask), instruction, isSparse: access.isSparse)
    case .write:
      guard let texel = access.texel else { return nil }
      if let coordinate = access.coordinate { try setTexel(coordinate, description, &request) }
      if let sample = access.sample { request.setIntegers(\.sample, try value(sample)) }
      let scalars = try value(texel)
      request.setResult(scalars)
      let kind = texelKind(try module.leaves(try module.typeID(texel)).first)
      _ = request.call(QuadlessTexelWrite, kind, mask: lane.and(mask, lane.not(helperMask())))
      return nil
    case .size, .levels, .samples: return try query(access, instruction, &request)
    }
  }

  /// An atomic operation on a texel: lane after lane a read and a write. Hosts that shade groups in parallel must see
  /// to it that no other comes between.
  func imageAtomic(
    _ instruction: Instruction, _ atomic: Instruction.Atomic, _ pointer: FunctionInstance.TexelPointer
  ) throws -> [Lane.Value]? {
    let (resource, description) = try imageResource(pointer.image)
    let stored = try atomic.value.map { try module.typeID($0) }
    guard let type = instruction.resultType ?? stored, let kind = try module.leaves(type).first else {
      throw LoweringError.malformed("\(instruction.op) without type")
    }
    let operand = try atomic.value.map { try scalar($0) }
    let comparator = try atomic.comparator.map { try scalar($0) }
    let storing = lane.and(mask, lane.not(helperMask()))
    var result = lane.zero(lane.lanes(module.llvmType(kind)))
    for at in 0..<lane.width {
      let one = lane.width == 1 ? storing : lane.and(storing, lane.mask { $0 == at })
      func request() throws -> TexelRequest {
        var request = TexelRequest(self, description, resource: resource)
        request.set(\.image, lane.integer(textureNumber(resource)))
        request.set(\.sampler, lane.integer(textureNumber(resource)))
        request.set(\.imageElement, try element(pointer.image, &request))
        try setTexel(pointer.coordinate, description, &request)
        request.setIntegers(\.sample, try value(pointer.sample))
        return request
      }
      let place = try request().call(QuadlessTexelRead, texelKind(kind), mask: one)
      let scalar: LLVMTypeRef
      if case .float = kind { scalar = lane.elementType } else { scalar = lane.integerType(32) }
      let read = lanes(scalar, place, 0)
      let old =
        lane.isFloat(read)
        ? lane.convertFloat(read, to: module.llvmType(kind))
        : lane.convertSigned(read, to: module.llvmType(kind))
      result = lane.select(one, old, result)
      guard let new = try updated(instruction.op, old, operand, comparator) else { continue }
      let write = try request()
      write.setResult([
        new, lane.zero(LLVMTypeOf(new)), lane.zero(LLVMTypeOf(new)), lane.zero(LLVMTypeOf(new)),
      ])
      _ = write.call(QuadlessTexelWrite, texelKind(kind), mask: one)
    }
    return instruction.result == nil ? nil : [result]
  }

  /// What an atomic operation stores; nil of a load.
  private func updated(
    _ op: Op, _ old: Lane.Value, _ operand: Lane.Value?, _ comparator: Lane.Value?
  ) throws -> Lane.Value? {
    if op == .atomicLoad { return nil }
    let value = operand ?? lane.integer(1, like: old)
    switch op {
    case .atomicStore, .atomicExchange: return lane.splat(value)
    case .atomicCompareExchange:
      guard let comparator else { return nil }
      return lane.select(lane.compare(LLVMIntEQ, old, comparator), value, old)
    case .atomicIAdd, .atomicIIncrement: return lane.iadd(old, value)
    case .atomicISub, .atomicIDecrement: return lane.isub(old, value)
    case .atomicAnd: return lane.and(old, value)
    case .atomicOr: return lane.or(old, value)
    case .atomicXor: return lane.xor(old, value)
    case .atomicSMin: return lane.intrinsic("llvm.smin", [old, value])
    case .atomicSMax: return lane.intrinsic("llvm.smax", [old, value])
    case .atomicUMin: return lane.intrinsic("llvm.umin", [old, value])
    case .atomicUMax: return lane.intrinsic("llvm.umax", [old, value])
    case .atomicFAddEXT: return lane.add(old, value)
    case .atomicFMinEXT: return lane.min(old, value)
    case .atomicFMaxEXT: return lane.max(old, value)
    default: throw LoweringError.unsupported("\(op) on an image")
    }
  }

  /// What is the same for all lanes is asked for one lane.
  private func query(
    _ access: ImageAccess, _ instruction: Instruction, _ request: inout TexelRequest
  ) throws -> [Lane.Value]? {
    var isCommon = !request.hasElements
    if let lod = access.lod {
      let level = try value(lod)
      isCommon = isCommon && !level.contains { lane.isVector($0) }
      request.setIntegers(\.lod, level)
    }
    let operation: QuadlessTexelOperation
    switch access.kind {
    case .levels: operation = QuadlessTexelLevels
    case .samples: operation = QuadlessTexelSamples
    default: operation = QuadlessTexelSize
    }
    let asked = isCommon ? lane.mask { $0 == 0 } : mask
    let place = request.call(operation, QuadlessTexelInt, mask: asked)
    let scalars = try results(place, instruction, isSparse: false, isCommon: isCommon)
    return isCommon ? scalars?.map { lane.extract($0, 0) } : scalars
  }

  // MARK: Samples

  private func sample(
    _ access: ImageAccess, _ instruction: Instruction, _ description: ImageDescription,
    _ request: inout TexelRequest
  ) throws -> [Lane.Value]? {
    guard let id = access.coordinate else { return nil }
    let given = try value(id)
    var coordinate = given
    var reference = try access.depthReference.map { try scalar($0) }
    let count = description.type.dimension.coordinateCount
    if access.isProjective, coordinate.count > count {
      let divisor = coordinate[count]
      coordinate = coordinate.prefix(count).map { lane.div($0, divisor) }
      reference = reference.map { lane.div($0, divisor) }
    }
    if let reference { request.setLanes(\.reference, reference) }
    let gradients = try gradients(access, Array(coordinate.prefix(count)), instruction.result, &request)
    if let minLod = access.minLod { request.setLanes(\.minLod, atOneLevel(try scalar(minLod))) }
    try setOffsets(access, &request)
    if access.kind == .queryLod {
      try request.setCoordinate(coordinate)
      let place = request.call(QuadlessTexelQueryLod, QuadlessTexelFloat, mask: mask)
      return try results(place, instruction, isSparse: false)
    }
    let kind = try texelKind(instruction, isSparse: access.isSparse)
    if let steps = textureSteps, kind == QuadlessTexelFloat, reference == nil {
      // A coordinate in projection is stepped first and then projected.
      let moved = try stepped(given, access.isProjective ? given.count : count, steps)
      try request.setCoordinate(
        access.isProjective ? moved.prefix(count).map { lane.div($0, moved[count]) } : moved)
      let probes = lane.mask { place in place == 0 || steps.contains { $0.lane == place } }
      let place = request.call(QuadlessTexelSample, kind, mask: probes)
      let texel = try results(place, instruction, isSparse: access.isSparse)
      return texel.map { self.onLines($0, steps, isSparse: access.isSparse) } ?? gradients
    }
    try request.setCoordinate(coordinate)
    return try results(
      request.call(QuadlessTexelSample, kind, mask: mask), instruction, isSparse: access.isSparse)
  }

  /// Sets how the level is chosen. Always returns nil.
  private func gradients(
    _ access: ImageAccess, _ coordinate: [Lane.Value], _ result: ValueID?, _ request: inout TexelRequest
  ) throws -> [Lane.Value]? {
    if let gradients = access.gradients {
      request.set(\.levelOfDetail, lane.integer(Int(QuadlessLodGradients.rawValue)))
      let (x, y) = (try value(gradients.dx).map(atOneLevel), try value(gradients.dy).map(atOneLevel))
      request.setVector(\.gradientX, x)
      request.setVector(\.gradientY, y)
      recordGradients(x, y, bias: nil, of: result)
    } else if access.isImplicit || access.kind == .queryLod, module.hasDerivatives {
      request.set(\.levelOfDetail, lane.integer(Int(QuadlessLodGradients.rawValue)))
      let x = try coordinate.map { atOneLevel(try difference($0, isX: true, .unspecified)) }
      let y = try coordinate.map { atOneLevel(try difference($0, isX: false, .unspecified)) }
      request.setVector(\.gradientX, x)
      request.setVector(\.gradientY, y)
      if access.kind == .sample {
        recordGradients(x, y, bias: try access.bias.map { try scalar($0) }, of: result)
      }
    }
    if let lod = access.lod ?? access.bias { request.setLanes(\.lod, atOneLevel(try scalar(lod))) }
    return nil
  }

  /// Records the gradients of a probed sample, scaled as an explicit-gradient sample needs them for the same
  /// level.
  private func recordGradients(_ x: [Lane.Value], _ y: [Lane.Value], bias: Lane.Value?, of result: ValueID?) {
    guard let result, let probes = module.probes[result] else { return }
    sampled.insert(result)
    let scale = bias.map { bias in
      lane.exp2(lane.max(lane.min(bias, lane.number(32, like: bias)), lane.number(-32, like: bias)))
    }
    let gradients = [x, y].flatMap { gradient in
      (0..<3).map { axis in
        guard axis < gradient.count else { return lane.splat(lane.number(0)) }
        return scale.map { lane.mul(gradient[axis], $0) } ?? gradient[axis]
      }
    }
    for probe in probes { record(gradients, probe) }
  }

  // MARK: Operands

  private func imageResource(_ place: Place) throws -> (resource: Int, description: ImageDescription) {
    let resource = try opaqueTarget(place).resource
    switch module.interface.resources[resource].kind {
    case .sampledImage(let description), .image(let description), .inputAttachment(let description):
      return (resource, description)
    case .sampler, .uniformBlock, .storageBlock, .pushConstants, .looseUniform:
      let type = ImageType(dimension: .twoD, isArrayed: false, isMultisampled: false, isDepth: false)
      return (resource, ImageDescription(type: type, texel: .float(width: 32)))
    }
  }

  private func element(_ place: Place, _ request: inout TexelRequest) throws -> Lane.Value {
    guard let index = try opaqueTarget(place).element else { return lane.zero(lane.pointerType) }
    if lane.isVector(index) { request.hasElements = true }
    return request.integers([index])
  }

  /// The resource of an image or sampler, and which of its elements where it is an array: the indices on the way,
  /// the last one counting fastest.
  private func opaqueTarget(_ place: Place) throws -> (resource: Int, element: Lane.Value?) {
    guard case .global(let id) = place.root, let global = module.globals[id] else {
      throw LoweringError.unsupported("an image or sampler that is no variable")
    }
    var type = try module.pointee(try module.typeID(id)).type
    var members: [Int] = []
    var element: Lane.Value?
    for step in place.steps {
      if case .structure(let parts) = try module.type(type), case .constant(let member) = step,
        member < parts.count
      {
        members.append(member)
        type = parts[member]
        continue
      }
      let (count, inner) = try module.elements(of: type)
      var index = lane.convertSigned(try number(step), to: lane.integerType(32))
      if count > 0 { index = clamped(index, count) }
      element = element.map { lane.iadd(lane.imul($0, lane.integer(count)), index) } ?? index
      type = inner
    }
    switch global {
    case .opaque(let resource): return (resource, element)
    case .mixed(_, let images):
      guard let resource = images[members] else { throw LoweringError.malformed("no image at this member") }
      return (resource, element)
    case .memory, .buffer: throw LoweringError.unsupported("an image or sampler in memory")
    }
  }

  /// Integer coordinates; those of input attachments are offsets from the pixel's place.
  private func setTexel(
    _ coordinate: ValueID, _ description: ImageDescription, _ request: inout TexelRequest
  ) throws {
    var scalars = try value(coordinate).map { lane.convertSigned($0, to: lane.integerType(32)) }
    if description.type.dimension == .subpassData {
      try requireRasterizer("an input attachment")
      let positions = pointer(\.positions)
      for axis in 0..<min(2, scalars.count) {
        let place = lanes(lane.doubleType, positions, axis * lane.width * 8)
        let pixel = lane.floatToSigned(lane.floor(place), lane.integerType(32))
        scalars[axis] = lane.iadd(scalars[axis], pixel)
      }
    }
    request.setIntegers(\.coordinate, scalars)
  }

  private func setOffsets(_ access: ImageAccess, _ request: inout TexelRequest) throws {
    if let offset = access.offset { request.setIntegers(\.offset, try value(offset), count: 3) }
    if let offsets = access.offsets { request.setIntegers(\.gatherOffsets, try value(offsets)) }
  }

  // MARK: Results

  private func texelKind(_ instruction: Instruction, isSparse: Bool) throws -> QuadlessTexelKind {
    guard let type = instruction.resultType else { return QuadlessTexelFloat }
    return texelKind(try module.leaves(type).dropFirst(isSparse ? 1 : 0).first)
  }

  private func texelKind(_ kind: ScalarKind?) -> QuadlessTexelKind {
    switch kind {
    case .int(_, let isSigned)?: isSigned ? QuadlessTexelInt : QuadlessTexelUint
    case .float?, .bool?, nil: QuadlessTexelFloat
    }
  }

  /// The scalars of the result, after the residency code of a sparse one. Of what is common to all lanes only
  /// the first lane's was answered.
  private func results(
    _ place: Lane.Value, _ instruction: Instruction, isSparse: Bool, isCommon: Bool = false
  ) throws -> [Lane.Value]? {
    guard let type = instruction.resultType else { return nil }
    var kinds = try module.leaves(type)[...]
    var scalars: [Lane.Value] = []
    if isSparse, kinds.popFirst() != nil { scalars.append(lane.integer(0)) }
    let elementBytes = module.options.element == .double ? 8 : 4
    for (component, kind) in kinds.prefix(4).enumerated() {
      switch kind {
      case .float:
        let value = lanes(lane.elementType, place, component * lane.width * elementBytes)
        scalars.append(lane.convertFloat(value, to: module.llvmType(kind)))
      case .int, .bool:
        let value = lanes(lane.integerType(32), place, component * lane.width * 4)
        if !isCommon { noteDisagreement(value) }
        scalars.append(lane.convertSigned(value, to: module.llvmType(kind)))
      }
    }
    return scalars
  }
}

extension ModuleLowering {
  /// Whether a derivative, and with it an implicit level of detail, has a meaning.
  var hasDerivatives: Bool {
    switch options.derivatives {
    case .none: false
    case .quad, .stencil: lane.width > 1
    }
  }
}
