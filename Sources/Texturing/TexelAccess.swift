import CShaderABI

/// Accesses at integer coordinates: fetches, and the reads and writes of storage images.
enum TexelAccess {
  /// Fetches or reads a texel per lane; out of bounds, zeros (alpha 1 where the format has none).
  static func read<Element: TexelElement>(
    _ view: TextureView, _ lanes: TexelLanes<Element>, _ request: QuadlessTexelRequest, mask: UInt32,
    kind: TexelFormat.Kind
  ) {
    let outside = view.format.substituted(SIMD4<Float>())
    forEachLane(mask) { lane in
      let texel = pointer(view, request, lane)?.pointee ?? outside
      lanes.store(texel: texel.bits, of: view.format.kind, as: kind, lane)
    }
  }

  /// Writes a texel per lane, rounded to the format; out of bounds nothing.
  ///
  /// Plain stores: of two lanes or threads that write to a texel, one wins.
  static func write<Element: TexelElement>(
    _ view: TextureView, _ lanes: TexelLanes<Element>, _ request: QuadlessTexelRequest, mask: UInt32,
    kind: TexelFormat.Kind
  ) {
    forEachLane(mask) { lane in
      pointer(view, request, lane)?.pointee = SIMD4(bits: written(view.format, lanes, lane, kind))
    }
  }

  private static func written<Element: TexelElement>(
    _ format: TexelFormat, _ lanes: TexelLanes<Element>, _ lane: Int, _ kind: TexelFormat.Kind
  ) -> SIMD4<UInt32> {
    let width = lanes.width
    if kind == .float {
      let values = lanes.result.assumingMemoryBound(to: Element.self) + lane
      let value = SIMD4<Float>(
        Float(values[0]), Float(values[width]), Float(values[2 * width]), Float(values[3 * width]))
      if format.kind == .float { return format.quantized(value).bits }
      var integers = SIMD4<UInt32>()
      for channel in 0..<4 {
        integers[channel] = KindConversion.integer(value[channel], isSigned: format.kind == .int)
      }
      return format.quantized(integers)
    }
    let values = lanes.result.assumingMemoryBound(to: UInt32.self) + lane
    let value = SIMD4(values[0], values[width], values[2 * width], values[3 * width])
    if format.kind != .float { return format.quantized(value) }
    var floats = SIMD4<Float>()
    for channel in 0..<4 {
      floats[channel] = kind == .int ? Float(Int32(bitPattern: value[channel])) : Float(value[channel])
    }
    return format.quantized(floats).bits
  }

  /// The texel that a lane's integer coordinates name; nil out of bounds.
  private static func pointer(
    _ view: TextureView, _ request: QuadlessTexelRequest, _ lane: Int
  ) -> UnsafeMutablePointer<SIMD4<Float>>? {
    guard let levels = view.levels, let coordinate = request.coordinate else { return nil }
    let width = Int(request.lanes)
    let coordinates = coordinate.assumingMemoryBound(to: Int32.self) + lane
    let index = request.lod.map { $0.assumingMemoryBound(to: Int32.self)[lane] } ?? 0
    guard index >= 0, index < view.levelCount else { return nil }
    let level = levels[Int(index)]
    var at = SIMD4(coordinates[0], coordinates[width], coordinates[2 * width], 0)
    if let offset = request.offset {
      at &+= SIMD4(offset[lane], offset[width + lane], offset[2 * width + lane], 0)
    }
    var slice: Int32 = 0
    switch view.dimensionality {
    case .one, .buffer:
      // The layer has no offset, so it is taken from the operand itself.
      if view.isArray { slice = coordinates[width] }
      (at.y, at.z) = (0, 0)
    case .two, .rectangle:
      if view.isArray { slice = coordinates[2 * width] }
      at.z = 0
    case .cube:
      // A storage image of a cube is addressed by the face of all cubes in order.
      slice = coordinates[2 * width]
      at.z = 0
    case .three: break
    }
    let sample = request.sample.map { $0[lane] } ?? 0
    guard at.x >= 0, at.y >= 0, at.z >= 0, slice >= 0, sample >= 0, at.x < level.width, at.y < level.height,
      at.z < level.depth, slice < view.slices, sample < view.samples
    else { return nil }
    return level.pointer(at.x, at.y, at.z, slice: slice) + Int(sample)
  }

  /// Runs a closure for each lane of a mask.
  @inline(__always)
  static func forEachLane(_ mask: UInt32, _ body: (Int) -> Void) {
    var remaining = mask
    while remaining != 0 {
      body(remaining.trailingZeroBitCount)
      remaining &= remaining &- 1
    }
  }
}

/// The sizes of textures, by SPIR-V's OpImageQuerySizeLod, OpImageQueryLevels and OpImageQuerySamples.
enum TexelQuery {
  /// The size of a level, layers after the dimensions (cubes, for arrays of cubes); zeros for a level that
  /// there is not.
  static func size(_ view: TextureView, level: Int32) -> SIMD4<UInt32> {
    guard let levels = view.levels else { return SIMD4(repeating: 1) }
    guard level >= 0, level < view.levelCount else { return SIMD4() }
    let size = levels[Int(level)]
    let dimensions = SIMD3(size.width, size.height, size.depth)
    var result = SIMD4<Int32>()
    let count: Int
    switch view.dimensionality {
    case .one, .buffer: count = 1
    case .two, .rectangle, .cube: count = 2
    case .three: count = 3
    }
    for axis in 0..<count { result[axis] = dimensions[axis] }
    if view.isArray { result[count] = view.layers }
    return SIMD4(truncatingIfNeeded: result)
  }
}
