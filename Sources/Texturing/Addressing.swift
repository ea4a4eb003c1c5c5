/// From coordinates in texels to the indices of texels, by the Vulkan specification's "(u,v,w,a) to
/// (i,j,k,l,n) Transformation" and "Wrapping Operation".
enum Addressing {
  /// The two texels around a coordinate along an axis, wrapped, and the weight of the second.
  struct Pair<Element: TexelElement> {
    let low: Int32
    let high: Int32
    let fraction: Element
  }

  /// The texels that linear filtering combines.
  @inline(__always)
  static func pair<Element: TexelElement>(
    _ u: Element, _ size: Int32, _ mode: SamplerState.AddressMode
  ) -> Pair<Element> {
    let shifted = reduced(u - 0.5, size, mode)
    let low = Element.floored(shifted)
    return Pair(
      low: wrapped(low.index, size, mode), high: wrapped(low.index &+ 1, size, mode),
      fraction: shifted - low.value)
  }

  /// The texel that nearest filtering selects.
  @inline(__always)
  static func nearest<Element: TexelElement>(
    _ u: Element, _ size: Int32, _ mode: SamplerState.AddressMode
  ) -> Int32 {
    wrapped(Element.floored(reduced(u, size, mode)).index, size, mode)
  }

  /// A coordinate within the limit of `floored` that selects the same texels with the same weights.
  @inline(__always)
  static func reduced<Element: TexelElement>(
    _ u: Element, _ size: Int32, _ mode: SamplerState.AddressMode
  ) -> Element {
    if u.magnitude < Element.floorLimit { return u }
    return reducedFar(u, size, mode)
  }

  /// What is not a number, and an infinite coordinate that repeats, become 0.
  @inline(never)
  private static func reducedFar<Element: TexelElement>(
    _ u: Element, _ size: Int32, _ mode: SamplerState.AddressMode
  ) -> Element {
    if u.isNaN { return 0 }
    switch mode {
    case .repeat, .mirroredRepeat:
      return u.isInfinite ? 0 : u.truncatingRemainder(dividingBy: 2 * Element(size))
    case .clampToEdge, .clampToBorder, .mirrorClampToEdge:
      // Beyond the largest texture but for buffers, which are not filtered.
      let limit = Element.floorLimit / 2
      return u < 0 ? -limit : limit
    }
  }

  /// The index of the texel that stands at an index; -1 or the size for the border.
  @inline(__always)
  static func wrapped(_ index: Int32, _ size: Int32, _ mode: SamplerState.AddressMode) -> Int32 {
    if UInt32(bitPattern: index) < UInt32(bitPattern: size) { return index }
    switch mode {
    case .repeat: return size & (size &- 1) == 0 ? index & (size &- 1) : remainder(index, size)
    case .mirroredRepeat: return size &- 1 &- mirrored(remainder(index, 2 &* size) &- size)
    case .clampToEdge: return index < 0 ? 0 : size &- 1
    case .clampToBorder: return index < 0 ? -1 : size
    case .mirrorClampToEdge: return min(mirrored(index), size &- 1)
    }
  }

  @inline(__always)
  private static func mirrored(_ index: Int32) -> Int32 { index >= 0 ? index : -1 &- index }

  /// The remainder of the sign of the divisor, which is positive.
  @inline(__always)
  private static func remainder(_ index: Int32, _ divisor: Int32) -> Int32 {
    let remainder = index % divisor
    return remainder < 0 ? remainder &+ divisor : remainder
  }

  /// The array layer nearest to a coordinate, ties to even, clamped to those that exist.
  @inline(__always)
  static func layer<Element: TexelElement>(_ a: Element, _ count: Int32) -> Int32 {
    Element.floored(a.clamped(0, Element(count &- 1)).rounded(.toNearestOrEven)).index
  }
}
