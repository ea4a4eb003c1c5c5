import CLLVM
import CShaderABI
import SPIRV

extension FunctionLowering {
  /// The scalars that a pointer points to.
  func load(_ place: Place) throws -> [Lane.Value] {
    if let id = memoryRoot(place) {
      guard let memory = variables[id] else { throw LoweringError.malformed("\(id) is out of reach") }
      let target = try locate(place)
      return (target.start..<(target.start + target.count)).map { position in
        target.dynamic.map { load(memory, position, $0) } ?? load(memory, position)
      }
    }
    return try loadBuffer(place)
  }

  /// Stores to where a pointer points: on the lanes that are on, where another lane could read what was there.
  func store(_ scalars: [Lane.Value], to place: Place) throws {
    guard let id = memoryRoot(place) else { return try storeBuffer(scalars, place) }
    guard let memory = variables[id] else { throw LoweringError.malformed("\(id) is out of reach") }
    let target = try locate(place)
    guard target.count == scalars.count else { throw LoweringError.malformed("a store of another type") }
    let isExact: Bool
    switch place.root {
    case .local(let id): isExact = instance.isExact(id, at: position)
    case .global: isExact = instance.isFull(at: position)
    }
    // An index that differs between lanes reaches elements that other lanes may have meant to keep.
    let mask = isExact && !(target.dynamic.map { lane.isVector($0) } ?? false) ? nil : mask
    for (offset, scalar) in scalars.enumerated() {
      if let dynamic = target.dynamic {
        store(scalar, memory, target.start + offset, dynamic, mask: mask)
      } else {
        store(scalar, memory, target.start + offset, mask: mask)
      }
    }
  }

  /// The variable, where a pointer points into memory of the invocation.
  private func memoryRoot(_ place: Place) -> ValueID? {
    switch place.root {
    case .local(let id): return id
    case .global(let id):
      if case .memory? = module.globals[id] { return id }
      return nil
    }
  }

  /// The scalars that a pointer points to, among its variable's: their start, the dynamic part of it, their number.
  private func locate(_ place: Place) throws -> (start: Int, dynamic: Lane.Value?, count: Int) {
    var start = 0
    var dynamic: Lane.Value?
    var type = try rootType(place)
    for step in place.steps {
      if case .structure = try module.type(type), case .constant(let member) = step {
        let element = try module.element(member, of: type)
        (start, type) = (start + element.start, element.type)
        continue
      }
      let (count, element) = try module.elements(of: type)
      let size = try module.leaves(element).count
      switch step {
      case .constant(let number): start += max(0, min(number, count - 1)) * size
      case .value, .argument:
        let index = clamped(try number(step), count)
        let scaled = lane.imul(index, lane.integer(size))
        dynamic = dynamic.map { lane.iadd($0, scaled) } ?? scaled
      }
      type = element
    }
    return (start, dynamic, try module.leaves(type).count)
  }

  private func rootType(_ place: Place) throws -> TypeID {
    switch place.root {
    case .local(let id):
      guard let type = instance.variables[id] else { throw LoweringError.malformed("\(id) is no variable") }
      return type
    case .global(let id): return try module.pointee(try module.typeID(id)).type
    }
  }

  /// An index as 32 bits, the nearest of `count` elements.
  func clamped(_ index: Lane.Value, _ count: Int) -> Lane.Value {
    let least = lane.intrinsic("llvm.smax", [index, lane.integer(0, like: index)])
    let inside = lane.intrinsic("llvm.smin", [least, lane.integer(max(count - 1, 0), like: index)])
    return lane.convertSigned(inside, to: lane.integerType(32))
  }

  // MARK: Instructions with pointers

  /// Modf, Frexp and interpolation.
  func extended(_ glsl: GLSLInstruction, _ ids: [ValueID], _ place: Place) throws -> [Lane.Value] {
    switch glsl {
    case .modf:
      let (fraction, whole) = pure.modf(try value(ids[0]))
      try store(whole, to: place)
      return fraction
    case .frexp:
      let (significand, exponent) = pure.frexp(try value(ids[0]))
      try store(exponent, to: place)
      return significand
    case .interpolateAtCentroid, .interpolateAtSample, .interpolateAtOffset:
      return try interpolate(glsl, place, ids.count > 1 ? try value(ids[1]) : [])
    default: throw LoweringError.unsupported("GLSL.std.450 \(glsl) of a pointer")
    }
  }

  /// An input at another place than its own: its plane there, over that of w' where it is in perspective.
  private func interpolate(
    _ glsl: GLSLInstruction, _ place: Place, _ operands: [Lane.Value]
  ) throws -> [Lane.Value] {
    guard case .global(let id) = place.root, let first = module.firstInput[id] else {
      throw LoweringError.malformed("an interpolation of no input")
    }
    let target = try locate(place)
    let slot = module.interface.inputs[first + target.start]
    guard slot.interpolation != .flat, slot.builtIn == nil else { return try load(place) }
    try requireRasterizer("\(glsl)")
    let offset = try interpolationOffset(glsl, operands)
    let double = lane.doubleType
    let positions = pointer(\.positions)
    let x = lane.add(lanes(double, positions, 0), offset.x)
    let y = lane.add(lanes(double, positions, lane.width * 8), offset.y)
    func plane(_ base: Lane.Value) -> Lane.Value {
      let parts = (0..<3).map { part -> Lane.Value in
        let address = module.advance(base, lane.integer(part * 8, bits: 64))
        return lane.isVector(address)
          ? gather(double, address, mask: lane.mask { _ in true })
          : LLVMBuildLoad2(lane.builder, double, address, "")
      }
      return lane.add(lane.add(parts[0], lane.mul(parts[1], x)), lane.mul(parts[2], y))
    }
    let w = slot.interpolation == .smooth ? plane(pointer(\.wPlane)) : nil
    return (0..<target.count).map { part in
      var address = module.advance(
        pointer(\.planes), lane.integer((first + target.start + part) * 24, bits: 64))
      if let dynamic = target.dynamic {
        let bytes = lane.imul(
          lane.convertSigned(dynamic, to: lane.integerType(64)), lane.integer(24, bits: 64))
        address = module.advance(address, bytes)
      }
      let value = plane(address)
      return lane.convertFloat(w.map { lane.div(value, $0) } ?? value, to: module.llvmType(slot.kind))
    }
  }

  private func interpolationOffset(
    _ glsl: GLSLInstruction, _ operands: [Lane.Value]
  ) throws -> (x: Lane.Value, y: Lane.Value) {
    let double = lane.doubleType
    switch glsl {
    case .interpolateAtOffset where operands.count == 2:
      return (
        lane.convertFloat(operands[0], to: double), lane.convertFloat(operands[1], to: double)
      )
    case .interpolateAtSample where operands.count == 1:
      // What a shader asks for beyond the last sample is undefined, but reads nothing else.
      let last = lane.integer(Int(QUADLESS_SAMPLE_LIMIT) - 1, like: operands[0])
      let sample = lane.intrinsic("llvm.umin", [operands[0], last])
      let bytes = lane.imul(
        lane.convertUnsigned(sample, to: lane.integerType(64)), lane.integer(16, bits: 64))
      let address = module.advance(pointer(\.sampleOffsets), bytes)
      let values = (0..<2).map { part -> Lane.Value in
        let address = module.advance(address, lane.integer(part * 8, bits: 64))
        return lane.isVector(address)
          ? gather(double, address, mask: mask) : LLVMBuildLoad2(lane.builder, double, address, "")
      }
      return (values[0], values[1])
    default:
      let base = pointer(\.centroids)
      return (lanes(double, base, 0), lanes(double, base, lane.width * 8))
    }
  }

  /// A pointer of the invocation.
  func pointer<Field>(_ field: KeyPath<QuadlessInvocation, Field>) -> Lane.Value {
    module.load(lane.pointerType, invocation, field)
  }

  /// The scalars of all lanes at an address.
  func lanes(_ scalar: LLVMTypeRef, _ base: Lane.Value, _ bytes: Int) -> Lane.Value {
    module.loadUnaligned(lane.lanes(scalar), module.advance(base, lane.integer(bytes, bits: 64)))
  }
}
