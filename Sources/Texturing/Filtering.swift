import CShaderABI

/// The sampling of one image with one sampler, with or without a comparison.
///
/// Trivial to copy and free of references, so that no lane pays for counting them.
struct Filtering<Element: TexelElement> {
  let image: UnsafePointer<SampledImage>
  let comparison: SamplerState.Comparison?

  /// Nil where no image is bound.
  @inline(__always)
  init?(_ image: UnsafePointer<SampledImage>, compares: Bool) {
    guard image.pointee.view.levels != nil else { return nil }
    self.image = image
    comparison = compares ? image.pointee.sampler.comparison ?? .lessOrEqual : nil
  }

  @inline(__always)
  var levels: UnsafePointer<TextureLevel> { image.pointee.levels }
  @inline(__always)
  var sampler: SamplerState { image.pointee.sampler }
  @inline(__always)
  var dimensionality: Dimensionality { image.pointee.view.dimensionality }
  @inline(__always)
  var isUnnormalized: Bool { image.pointee.isUnnormalized }

  /// The number of coordinates before the array layer.
  @inline(__always)
  var coordinateCount: Int { dimensionality.coordinateCount }

  /// Where a lane samples: the coordinate, the texel offset, the array layer and the depth to compare with.
  struct Place {
    var coordinate: SIMD3<Element>
    var offset: SIMD3<Element>
    var layer: Int32
    var reference: Element
  }
}

// MARK: Texels

extension Filtering {
  /// A texel, or the border where an index is out of bounds, after the comparison if there is one.
  @inline(__always)
  func texel(
    _ level: TextureLevel, _ x: Int32, _ y: Int32, _ z: Int32, slice: Int32, reference: Element
  ) -> SIMD4<Element> {
    let isInside =
      UInt32(bitPattern: x) < UInt32(bitPattern: level.width)
      && UInt32(bitPattern: y) < UInt32(bitPattern: level.height)
      && UInt32(bitPattern: z) < UInt32(bitPattern: level.depth)
    let value = Element.widened(
      isInside ? level.pointer(x, y, z, slice: slice).pointee : image.pointee.border)
    guard let comparison else { return value }
    return SIMD4(comparison.holds(reference, value.x) ? 1 : 0, 0, 0, 1)
  }

  /// A texel of a cube's face, or the one beyond the edge; at a corner the average of the three that meet.
  func cubeTexel(
    _ level: TextureLevel, _ x: Int32, _ y: Int32, face: Int32, layer: Int32, reference: Element
  ) -> SIMD4<Element> {
    let size = level.width
    let isInsideX = UInt32(bitPattern: x) < UInt32(bitPattern: size)
    let isInsideY = UInt32(bitPattern: y) < UInt32(bitPattern: size)
    if isInsideX && isInsideY {
      return texel(level, x, y, 0, slice: layer * 6 + face, reference: reference)
    }
    if isInsideX || isInsideY {
      let (face, x, y) = CubeFaces.neighbor(face: face, x: x, y: y, size: size)
      return texel(level, x, y, 0, slice: layer * 6 + face, reference: reference)
    }
    let innerX = x < 0 ? 0 : size - 1
    let innerY = y < 0 ? 0 : size - 1
    let own = cubeTexel(level, innerX, innerY, face: face, layer: layer, reference: reference)
    let besideX = cubeTexel(level, x, innerY, face: face, layer: layer, reference: reference)
    let besideY = cubeTexel(level, innerX, y, face: face, layer: layer, reference: reference)
    return Element.product(Element.sum(Element.sum(own, besideX), besideY), 1 / 3)
  }
}

extension SamplerState.Comparison {
  /// Whether the comparison of the reference with a texel's depth holds.
  @inline(__always)
  func holds<Element: BinaryFloatingPoint>(_ reference: Element, _ depth: Element) -> Bool {
    switch self {
    case .never: false
    case .less: reference < depth
    case .equal: reference == depth
    case .lessOrEqual: reference <= depth
    case .greater: reference > depth
    case .notEqual: reference != depth
    case .greaterOrEqual: reference >= depth
    case .always: true
    }
  }
}

// MARK: Filters within a level

extension Filtering {
  /// A sample of one level.
  @inline(__always)
  func sample(_ place: Place, level index: Int32, isLinear: Bool) -> SIMD4<Element> {
    let level = levels[Int(index)]
    return dimensionality == .cube
      ? cube(place, level, isLinear: isLinear) : general(place, level, isLinear: isLinear)
  }

  /// The first two coordinates in texels of a level, with the offset.
  @inline(__always)
  func planar(_ place: Place, _ level: TextureLevel) -> (Element, Element) {
    if isUnnormalized { return (place.coordinate.x + place.offset.x, place.coordinate.y + place.offset.y) }
    return (
      place.coordinate.x * Element(level.width) + place.offset.x,
      place.coordinate.y * Element(level.height) + place.offset.y
    )
  }

  /// Any number of dimensions, with borders and comparisons.
  @inline(never)
  private func general(_ place: Place, _ level: TextureLevel, isLinear: Bool) -> SIMD4<Element> {
    let count = coordinateCount
    let (u, v, w) = scaled(place, level)
    guard isLinear else {
      let x = Addressing.nearest(u, level.width, sampler.addressU)
      let y = count > 1 ? Addressing.nearest(v, level.height, sampler.addressV) : 0
      let z = count > 2 ? Addressing.nearest(w, level.depth, sampler.addressW) : 0
      return texel(level, x, y, z, slice: place.layer, reference: place.reference)
    }
    let x = Addressing.pair(u, level.width, sampler.addressU)
    if count == 1 { return row(place, level, x, 0, 0) }
    let y = Addressing.pair(v, level.height, sampler.addressV)
    if count == 2 { return plane(place, level, x, y, 0) }
    let z = Addressing.pair(w, level.depth, sampler.addressW)
    return Element.mixed(plane(place, level, x, y, z.low), plane(place, level, x, y, z.high), z.fraction)
  }

  private func scaled(_ place: Place, _ level: TextureLevel) -> (Element, Element, Element) {
    let (u, v) = planar(place, level)
    let w = isUnnormalized ? place.coordinate.z : place.coordinate.z * Element(level.depth)
    return (u, v, w + place.offset.z)
  }

  private func row(
    _ place: Place, _ level: TextureLevel, _ x: Addressing.Pair<Element>, _ y: Int32, _ z: Int32
  ) -> SIMD4<Element> {
    Element.mixed(
      texel(level, x.low, y, z, slice: place.layer, reference: place.reference),
      texel(level, x.high, y, z, slice: place.layer, reference: place.reference), x.fraction)
  }

  private func plane(
    _ place: Place, _ level: TextureLevel, _ x: Addressing.Pair<Element>, _ y: Addressing.Pair<Element>,
    _ z: Int32
  ) -> SIMD4<Element> {
    Element.mixed(row(place, level, x, y.low, z), row(place, level, x, y.high, z), y.fraction)
  }

  /// A face of a cube, seamless at its edges.
  @inline(never)
  private func cube(_ place: Place, _ level: TextureLevel, isLinear: Bool) -> SIMD4<Element> {
    let selection = CubeFaces.select(place.coordinate)
    let (s, t) = selection.coordinates
    let size = Element(level.width)
    guard isLinear else {
      return texel(
        level, Addressing.nearest(s * size, level.width, .clampToEdge),
        Addressing.nearest(t * size, level.width, .clampToEdge), 0, slice: place.layer * 6 + selection.face,
        reference: place.reference)
    }
    let (x, y) = cubePairs(s * size, t * size, level.width)
    if x.low >= 0 && y.low >= 0 && x.high < level.width && y.high < level.width {
      var inner = place
      inner.layer = place.layer * 6 + selection.face
      return plane(inner, level, x, y, 0)
    }
    let face = selection.face
    func seamless(_ x: Int32, _ y: Int32) -> SIMD4<Element> {
      cubeTexel(level, x, y, face: face, layer: place.layer, reference: place.reference)
    }
    return Element.mixed(
      Element.mixed(seamless(x.low, y.low), seamless(x.high, y.low), x.fraction),
      Element.mixed(seamless(x.low, y.high), seamless(x.high, y.high), x.fraction), y.fraction)
  }

  /// The texels around a coordinate on a face, those beyond its edges included.
  @inline(__always)
  func cubePairs(
    _ u: Element, _ v: Element, _ size: Int32
  ) -> (Addressing.Pair<Element>, Addressing.Pair<Element>) {
    // Rounding, or a direction of no length, may lead off the face.
    let x = u.clamped(0, Element(size)) - 0.5
    let y = v.clamped(0, Element(size)) - 0.5
    let (i, j) = (Element.floored(x), Element.floored(y))
    return (
      Addressing.Pair(low: i.index, high: i.index &+ 1, fraction: x - i.value),
      Addressing.Pair(low: j.index, high: j.index &+ 1, fraction: y - j.value)
    )
  }
}

// MARK: Filters across levels

extension Filtering {
  /// A sample of the levels chosen.
  @inline(__always)
  func sample(_ place: Place, _ choice: LevelChoice<Element>) -> SIMD4<Element> {
    let isLinear = (choice.isMagnified ? sampler.magnification : sampler.minification) == .linear
    let finer = sample(place, level: choice.finer, isLinear: isLinear)
    if choice.fraction == 0 || choice.finer == choice.coarser { return finer }
    return Element.mixed(finer, sample(place, level: choice.coarser, isLinear: isLinear), choice.fraction)
  }

  /// The average of samples along the footprint's major axis, by the Vulkan specification's "Texel
  /// Anisotropic Filtering". A cube's samples step the direction, so that they cross its edges.
  @inline(never)
  func anisotropic(
    _ place: Place, _ choice: LevelChoice<Element>, step: SIMD3<Element>, samples: Int32
  ) -> SIMD4<Element> {
    var sum = SIMD4<Element>()
    for index in 1...samples {
      let t = Element(index) / Element(samples + 1) - 0.5
      var moved = place
      moved.coordinate.x += step.x * t
      moved.coordinate.y += step.y * t
      moved.coordinate.z += step.z * t
      sum = Element.sum(sum, sample(moved, choice))
    }
    return Element.product(sum, 1 / Element(samples))
  }
}
