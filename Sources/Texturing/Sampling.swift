import CShaderABI

/// The answers to samples, gathers and queries of the level of detail.
enum Sampling {
  /// Samples a float texture in the lanes of a mask.
  @inline(__always)
  static func sample<Element: TexelElement>(
    _ filtering: Filtering<Element>, _ lanes: TexelLanes<Element>, mask: UInt32, kind: TexelFormat.Kind
  ) {
    var remaining = mask
    while remaining != 0 {
      let lane = remaining.trailingZeroBitCount
      remaining &= remaining &- 1
      let value = sample(filtering, lanes, lane)
      if kind == .float {
        lanes.store(value, lane)
      } else {
        let texel = SIMD4<Float>(Float(value.x), Float(value.y), Float(value.z), Float(value.w))
        lanes.store(texel: texel.bits, of: .float, as: kind, lane)
      }
    }
  }

  @inline(__always)
  private static func sample<Element: TexelElement>(
    _ filtering: Filtering<Element>, _ lanes: TexelLanes<Element>, _ lane: Int
  ) -> SIMD4<Element> {
    let place = filtering.place(lanes, lane)
    let (choice, footprint) = filtering.levels(place, lanes, lane)
    guard footprint.samples > 1, let x = lanes.gradientX, let y = lanes.gradientY else {
      return filtering.sample(place, choice)
    }
    let step = lanes.vector(footprint.isAlongX ? x : y, lane)
    return filtering.anisotropic(place, choice, step: step, samples: footprint.samples)
  }

  /// Samples an integer texture: its texels cannot be combined, so that all filters are nearest.
  static func sampleIntegers<Element: TexelElement>(
    _ filtering: Filtering<Element>, _ lanes: TexelLanes<Element>, mask: UInt32, stored: TexelFormat.Kind,
    kind: TexelFormat.Kind
  ) {
    var remaining = mask
    while remaining != 0 {
      let lane = remaining.trailingZeroBitCount
      remaining &= remaining &- 1
      let place = filtering.place(lanes, lane)
      let choice = filtering.levels(place, lanes, lane).0
      let level = choice.fraction > 0.5 ? choice.coarser : choice.finer
      lanes.store(texel: filtering.nearestBits(place, level: level), of: stored, as: kind, lane)
    }
  }

  /// Gathers one component of the four texels that linear filtering of the first level would combine.
  static func gather<Element: TexelElement>(
    _ filtering: Filtering<Element>, _ lanes: TexelLanes<Element>, _ request: QuadlessTexelRequest,
    mask: UInt32, stored: TexelFormat.Kind, kind: TexelFormat.Kind
  ) {
    let component = filtering.comparison == nil ? Int(request.component & 3) : 0
    var remaining = mask
    while remaining != 0 {
      let lane = remaining.trailingZeroBitCount
      remaining &= remaining &- 1
      let place = filtering.place(lanes, lane)
      if stored == .float {
        var gathered = SIMD4<Element>()
        for corner in 0..<4 {
          gathered[corner] = filtering.gathered(place, corner, offsets(request, corner, lane))[component]
        }
        if kind == .float {
          lanes.store(gathered, lane)
          continue
        }
        let texel = SIMD4(Float(gathered.x), Float(gathered.y), Float(gathered.z), Float(gathered.w))
        lanes.store(texel: texel.bits, of: .float, as: kind, lane)
      } else {
        var gathered = SIMD4<UInt32>()
        for corner in 0..<4 {
          gathered[corner] = filtering.gatheredBits(place, corner, offsets(request, corner, lane))[component]
        }
        lanes.store(texel: gathered, of: stored, as: kind, lane)
      }
    }
  }

  /// The own offset of one of a gather's texels; nil where they are those around the coordinate.
  private static func offsets(
    _ request: QuadlessTexelRequest, _ corner: Int, _ lane: Int
  ) -> (x: Int32, y: Int32)? {
    guard let offsets = request.gatherOffsets else { return nil }
    let width = Int(request.lanes)
    return (offsets[2 * corner * width + lane], offsets[(2 * corner + 1) * width + lane])
  }

  /// The level that a sample would access, and the level of detail before its clamps.
  static func queryLod<Element: TexelElement>(
    _ filtering: Filtering<Element>, _ lanes: TexelLanes<Element>, mask: UInt32
  ) {
    var remaining = mask
    while remaining != 0 {
      let lane = remaining.trailingZeroBitCount
      remaining &= remaining &- 1
      let choice = filtering.levels(filtering.place(lanes, lane), lanes, lane).0
      lanes.store(SIMD4(choice.parameter, choice.unclamped, 0, 0), lane)
    }
  }
}

extension Filtering {
  /// Where a lane samples.
  @inline(__always)
  func place(_ lanes: TexelLanes<Element>, _ lane: Int) -> Place {
    var layer: Int32 = 0
    if image.pointee.view.isArray {
      layer = Addressing.layer(
        lanes.coordinate[coordinateCount &* lanes.width &+ lane], image.pointee.view.layers)
    }
    var reference: Element = 0
    if comparison != nil, let pointer = lanes.reference {
      reference = image.pointee.view.format.isUnsignedNormalized ? pointer[lane].clamped(0, 1) : pointer[lane]
    }
    return Place(
      coordinate: lanes.position(lane), offset: lanes.offset(lane), layer: layer, reference: reference)
  }

  /// The levels that a lane samples, and its footprint.
  @inline(__always)
  func levels(
    _ place: Place, _ lanes: TexelLanes<Element>, _ lane: Int
  ) -> (LevelChoice<Element>, Footprint<Element>) {
    let operand = lanes.lod.map { $0[lane] } ?? 0
    var footprint = Footprint<Element>.point
    if !lanes.isExplicit, let x = lanes.gradientX, let y = lanes.gradientY {
      let (squaredX, squaredY) = squaredLengths(place, lanes.vector(x, lane), lanes.vector(y, lane))
      footprint = Footprint(
        squaredX: squaredX, squaredY: squaredY, maxAnisotropy: Element(image.pointee.maxAnisotropy))
    }
    let choice = LevelChoice(
      base: lanes.isExplicit ? operand : footprint.logarithm, shaderBias: lanes.isExplicit ? 0 : operand,
      shaderMinLod: lanes.minLod.map { $0[lane] } ?? 0, image: image)
    return (choice, footprint)
  }

  /// The squared lengths of gradients in texels of the first level: the squares of ρ_x and ρ_y.
  @inline(__always)
  private func squaredLengths(_ place: Place, _ x: SIMD3<Element>, _ y: SIMD3<Element>) -> (Element, Element)
  {
    let width: Element = isUnnormalized ? 1 : Element(levels[0].width)
    let height: Element = isUnnormalized ? 1 : Element(levels[0].height)
    switch dimensionality {
    case .one, .buffer:
      return (squared(x.x * width), squared(y.x * width))
    case .two, .rectangle:
      return (squared(x.x * width) + squared(x.y * height), squared(y.x * width) + squared(y.y * height))
    case .three:
      let depth: Element = isUnnormalized ? 1 : Element(levels[0].depth)
      return (
        squared(x.x * width) + squared(x.y * height) + squared(x.z * depth),
        squared(y.x * width) + squared(y.y * height) + squared(y.z * depth)
      )
    case .cube:
      let selection = CubeFaces.select(place.coordinate)
      let (sx, tx) = CubeFaces.gradient(x, on: selection)
      let (sy, ty) = CubeFaces.gradient(y, on: selection)
      return (squared(sx * width) + squared(tx * width), squared(sy * width) + squared(ty * width))
    }
  }

  @inline(__always)
  private func squared(_ x: Element) -> Element { x * x }

  /// The indices of the texel that nearest filtering selects.
  private func nearestIndices(_ place: Place, _ level: TextureLevel) -> (SIMD3<Int32>, slice: Int32) {
    if dimensionality == .cube {
      let selection = CubeFaces.select(place.coordinate)
      let (s, t) = selection.coordinates
      let x = Addressing.nearest(s * Element(level.width), level.width, .clampToEdge)
      let y = Addressing.nearest(t * Element(level.width), level.width, .clampToEdge)
      return (SIMD3(x, y, 0), place.layer * 6 + selection.face)
    }
    let (u, v) = planar(place, level)
    let w = (isUnnormalized ? place.coordinate.z : place.coordinate.z * Element(level.depth)) + place.offset.z
    return (
      SIMD3(
        Addressing.nearest(u, level.width, sampler.addressU),
        coordinateCount > 1 ? Addressing.nearest(v, level.height, sampler.addressV) : 0,
        coordinateCount > 2 ? Addressing.nearest(w, level.depth, sampler.addressW) : 0),
      place.layer
    )
  }

  /// The bits of the texel that nearest filtering selects.
  func nearestBits(_ place: Place, level index: Int32) -> SIMD4<UInt32> {
    let level = levels[Int(index)]
    let (at, slice) = nearestIndices(place, level)
    return bits(level, at.x, at.y, at.z, slice: slice)
  }

  private func bits(
    _ level: TextureLevel, _ x: Int32, _ y: Int32, _ z: Int32, slice: Int32
  ) -> SIMD4<UInt32> {
    let isInside = x >= 0 && y >= 0 && z >= 0 && x < level.width && y < level.height && z < level.depth
    return (isInside ? level.pointer(x, y, z, slice: slice).pointee : image.pointee.border).bits
  }

  /// A texel of a gather, after the comparison if there is one. Corners are in the order of the result: (0,
  /// 1), (1, 1), (1, 0), (0, 0).
  func gathered(_ place: Place, _ corner: Int, _ offset: (x: Int32, y: Int32)?) -> SIMD4<Element> {
    let level = levels[0]
    let at = gatherIndices(place, corner, offset)
    if dimensionality == .cube {
      return cubeTexel(
        level, at.x, at.y, face: at.face, layer: place.layer, reference: place.reference)
    }
    return texel(level, at.x, at.y, 0, slice: place.layer, reference: place.reference)
  }

  /// A texel of a gather from an integer texture. There is no average at a cube's corner: it is the face's
  /// own texel.
  func gatheredBits(_ place: Place, _ corner: Int, _ offset: (x: Int32, y: Int32)?) -> SIMD4<UInt32> {
    let level = levels[0]
    let at = gatherIndices(place, corner, offset)
    guard dimensionality == .cube else { return bits(level, at.x, at.y, 0, slice: place.layer) }
    let size = level.width
    let isInsideX = at.x >= 0 && at.x < size
    let isInsideY = at.y >= 0 && at.y < size
    if isInsideX != isInsideY {
      let (face, x, y) = CubeFaces.neighbor(face: at.face, x: at.x, y: at.y, size: size)
      return bits(level, x, y, 0, slice: place.layer * 6 + face)
    }
    let x = min(max(at.x, 0), size - 1)
    let y = min(max(at.y, 0), size - 1)
    return bits(level, x, y, 0, slice: place.layer * 6 + at.face)
  }

  private func gatherIndices(
    _ place: Place, _ corner: Int, _ offset: (x: Int32, y: Int32)?
  ) -> (x: Int32, y: Int32, face: Int32) {
    let level = levels[0]
    let isRight = corner == 1 || corner == 2
    let isLower = corner < 2
    if dimensionality == .cube {
      let selection = CubeFaces.select(place.coordinate)
      let (s, t) = selection.coordinates
      let size = Element(level.width)
      let (x, y) = cubePairs(s * size, t * size, level.width)
      return (isRight ? x.high : x.low, isLower ? y.high : y.low, selection.face)
    }
    var moved = place
    if let offset {
      moved.offset.x += Element(offset.x)
      moved.offset.y += Element(offset.y)
    }
    let (u, v) = planar(moved, level)
    let x = Addressing.pair(u, level.width, sampler.addressU)
    let y =
      coordinateCount > 1
      ? Addressing.pair(v, level.height, sampler.addressV) : .init(low: 0, high: 0, fraction: 0)
    // With offsets of their own all four are the first texel of the pair.
    if offset != nil { return (x.low, y.low, 0) }
    return (isRight ? x.high : x.low, isLower ? y.high : y.low, 0)
  }
}

extension Footprint {
  /// The footprint of a pixel without gradients: one texel, one sample.
  static var point: Self { Self(logarithm: 0, samples: 1, isAlongX: false) }

  private init(logarithm: Element, samples: Int32, isAlongX: Bool) {
    self.logarithm = logarithm
    self.samples = samples
    self.isAlongX = isAlongX
  }
}
