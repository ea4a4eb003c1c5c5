import CShaderABI

/// The operands of a texel request as pointers of their types: the reading and writing of lanes.
struct TexelLanes<Element: TexelElement> {
  /// W.
  let width: Int
  let coordinate: UnsafePointer<Element>
  let reference: UnsafePointer<Element>?
  let lod: UnsafePointer<Element>?
  let gradientX: UnsafePointer<Element>?
  let gradientY: UnsafePointer<Element>?
  let minLod: UnsafePointer<Element>?
  let offset: UnsafePointer<Int32>?
  let isExplicit: Bool
  let result: UnsafeMutableRawPointer

  /// Nil where the request lacks coordinates or room for results.
  init?(_ request: borrowing QuadlessTexelRequest) {
    guard let coordinate = request.coordinate, let result = request.result else { return nil }
    width = Int(request.lanes)
    self.coordinate = coordinate.assumingMemoryBound(to: Element.self)
    self.result = result
    reference = request.reference?.assumingMemoryBound(to: Element.self)
    lod = request.lod?.assumingMemoryBound(to: Element.self)
    gradientX = request.gradientX?.assumingMemoryBound(to: Element.self)
    gradientY = request.gradientY?.assumingMemoryBound(to: Element.self)
    minLod = request.minLod?.assumingMemoryBound(to: Element.self)
    offset = request.offset
    isExplicit = request.levelOfDetail == QuadlessLodExplicit
  }

  /// The first three coordinates of a lane.
  @inline(__always)
  func position(_ lane: Int) -> SIMD3<Element> { vector(coordinate, lane) }

  @inline(__always)
  func vector(_ pointer: UnsafePointer<Element>, _ lane: Int) -> SIMD3<Element> {
    SIMD3(pointer[lane], pointer[width &+ lane], pointer[2 &* width &+ lane])
  }

  /// The texel offset of a lane.
  @inline(__always)
  func offset(_ lane: Int) -> SIMD3<Element> {
    guard let offset else { return SIMD3() }
    return SIMD3(
      Element(offset[lane]), Element(offset[width &+ lane]), Element(offset[2 &* width &+ lane]))
  }

  /// Sets a lane's result.
  @inline(__always)
  func store(_ value: SIMD4<Element>, _ lane: Int) {
    let place = result.assumingMemoryBound(to: Element.self) + lane
    place[0] = value.x
    place[width] = value.y
    place[2 &* width] = value.z
    place[3 &* width] = value.w
  }

  /// Sets a lane's result of integers: 32 bits each, whatever the element type.
  @inline(__always)
  func store(_ value: SIMD4<UInt32>, _ lane: Int) {
    let place = result.assumingMemoryBound(to: UInt32.self) + lane
    place[0] = value.x
    place[width] = value.y
    place[2 &* width] = value.z
    place[3 &* width] = value.w
  }

  /// Sets a lane's result from a texel of a texture of one kind, in the kind that the shader reads.
  @inline(__always)
  func store(texel: SIMD4<UInt32>, of stored: TexelFormat.Kind, as kind: TexelFormat.Kind, _ lane: Int) {
    switch (stored, kind) {
    case (.float, .float): store(Element.widened(SIMD4<Float>(bits: texel)), lane)
    case (.int, .int), (.uint, .uint), (.int, .uint), (.uint, .int): store(texel, lane)
    case (.float, .int), (.float, .uint), (.int, .float), (.uint, .float):
      KindConversion.store(texel, of: stored, as: kind, lane, self)
    }
  }
}

/// The numbers of a texture whose kind is not the shader's, which the specification leaves undefined: by
/// value.
enum KindConversion {
  @inline(never)
  static func store<Element: TexelElement>(
    _ texel: SIMD4<UInt32>, of stored: TexelFormat.Kind, as kind: TexelFormat.Kind, _ lane: Int,
    _ lanes: TexelLanes<Element>
  ) {
    if stored == .float {
      let floats = SIMD4<Float>(bits: texel)
      var integers = SIMD4<UInt32>()
      for channel in 0..<4 { integers[channel] = integer(floats[channel], isSigned: kind == .int) }
      lanes.store(integers, lane)
      return
    }
    var elements = SIMD4<Element>()
    for channel in 0..<4 {
      elements[channel] =
        stored == .int ? Element(Int32(bitPattern: texel[channel])) : Element(texel[channel])
    }
    lanes.store(elements, lane)
  }

  /// The bits of the integer that a float is truncated to, saturated; 0 for what is not a number.
  static func integer(_ value: Float, isSigned: Bool) -> UInt32 {
    if value.isNaN { return 0 }
    let wide = Int64(Double(value).clamped(-0x1p40, 0x1p40))
    return isSigned ? UInt32(bitPattern: Int32(clamping: wide)) : UInt32(clamping: wide)
  }
}
