import CLLVM
import CShaderABI
import SPIRV

/// A QuadlessTexelRequest on the frame of a function.
struct TexelRequest {
  private let code: FunctionLowering
  private let place: Lane.Value
  private var resultPlace: Lane.Value
  private var hasLod = false
  private let description: ImageDescription
  private let resource: Int
  /// Whether the element of an array of images or samplers differs between lanes.
  var hasElements = false

  private var lane: Lane { code.lane }
  private var module: ModuleLowering { code.module }
  private var elementBytes: Int { module.options.element == .double ? 8 : 4 }

  init(_ code: FunctionLowering, _ description: ImageDescription, resource: Int) {
    self.code = code
    self.resource = resource
    self.description = description
    let size = MemoryLayout<QuadlessTexelRequest>.size
    place = code.frameScratch(size)
    resultPlace = code.frameScratch(4 * code.lane.width * 8)
    let lane = code.lane
    LLVMBuildMemSet(lane.builder, place, lane.integer(0, bits: 8), lane.integer(size, bits: 64), 8)
    LLVMBuildMemSet(
      lane.builder, resultPlace, lane.integer(0, bits: 8),
      lane.integer(4 * lane.width * elementBytes, bits: 64), 8)
    set(\.lanes, lane.integer(lane.width))
    set(\.isDouble, lane.integer(code.module.options.element == .double ? 1 : 0))
    set(\.result, resultPlace)
  }

  /// Sets a field.
  func set<Field>(_ field: KeyPath<QuadlessTexelRequest, Field>, _ value: Lane.Value) {
    let offset = MemoryLayout<QuadlessTexelRequest>.offset(of: field) ?? 0
    LLVMBuildStore(lane.builder, value, module.advance(place, lane.integer(offset, bits: 64)))
  }

  // MARK: Arrays over lanes

  /// Sets a field to an array of one number by lane.
  func setLanes<Field>(_ field: KeyPath<QuadlessTexelRequest, Field>, _ scalar: Lane.Value) {
    set(field, elements([scalar], count: 1))
  }

  /// Sets a field to an array of up to three numbers by lane.
  func setVector<Field>(_ field: KeyPath<QuadlessTexelRequest, Field>, _ scalars: [Lane.Value]) {
    set(field, elements(scalars, count: 3))
  }

  /// Sets a field to an array of integers by lane.
  func setIntegers<Field>(
    _ field: KeyPath<QuadlessTexelRequest, Field>, _ scalars: [Lane.Value], count: Int = 0
  ) {
    set(field, integers(scalars, count: field == \QuadlessTexelRequest.coordinate ? 4 : count))
  }

  /// Sets the coordinate: dimensions, then the layer, which a query of the level has none of.
  func setCoordinate(_ scalars: [Lane.Value]) throws {
    let dimensions = description.type.dimension.coordinateCount
    guard scalars.count >= dimensions else {
      throw LoweringError.malformed("a coordinate with too few components")
    }
    set(
      \.coordinate,
      elements(Array(scalars.prefix(dimensions + (description.type.isArrayed ? 1 : 0))), count: 4))
  }

  /// Sets the texel that is written.
  func setResult(_ scalars: [Lane.Value]) {
    for (position, scalar) in scalars.prefix(4).enumerated() {
      let bytes = lane.isFloat(scalar) ? elementBytes : 4
      let value =
        lane.isFloat(scalar)
        ? lane.convertFloat(scalar, to: lane.elementType)
        : lane.convertSigned(scalar, to: lane.integerType(32))
      store(value, resultPlace, position * lane.width * bytes)
    }
  }

  private func elements(_ scalars: [Lane.Value], count: Int) -> Lane.Value {
    let base = code.frameBytes(max(count, scalars.count) * lane.width * elementBytes)
    for (position, scalar) in scalars.enumerated() {
      let value = lane.convertFloat(scalar, to: lane.elementType)
      store(value, base, position * lane.width * elementBytes)
    }
    return base
  }

  /// An array of 32-bit integers by lane.
  func integers(_ scalars: [Lane.Value], count: Int = 0) -> Lane.Value {
    let base = code.frameBytes(max(count, scalars.count) * lane.width * 4)
    for (position, scalar) in scalars.enumerated() {
      store(lane.convertSigned(scalar, to: lane.integerType(32)), base, position * lane.width * 4)
    }
    return base
  }

  private func store(_ value: Lane.Value, _ base: Lane.Value, _ bytes: Int) {
    let target = module.advance(base, lane.integer(bytes, bits: 64))
    LLVMSetAlignment(LLVMBuildStore(lane.builder, lane.splat(value), target), 4)
  }

  // MARK: The call

  /// Asks the host; returns where the results are.
  func call(_ operation: QuadlessTexelOperation, _ kind: QuadlessTexelKind, mask: Lane.Value) -> Lane.Value {
    set(\.operation, lane.integer(Int(operation.rawValue)))
    set(\.kind, lane.integer(Int(kind.rawValue)))
    set(\.mask, lane.convertUnsigned(lane.maskBits(mask), to: lane.integerType(32)))
    let (callback, context) = code.texelCallback(of: resource)
    var parameters: [LLVMTypeRef?] = [lane.pointerType, lane.pointerType]
    let type = LLVMFunctionType(LLVMVoidTypeInContext(lane.context), &parameters, 2, 0)
    var operands: [LLVMValueRef?] = [context, place]
    LLVMBuildCall2(lane.builder, type, callback, &operands, 2, "")
    return resultPlace
  }
}
