import VulkanWitness

/// The texture of a precision's cases: a texel a pixel, so that the nearest texel is what interpolation would give.
struct RampTexture {
  private let texels: [SIMD4<Float>]

  /// The ramp from one end of the precision's values to the other; as in the suite of 16-bit floats below highp.
  init(_ precision: Precision) {
    let (width, height) = (DerivateCase.width, DerivateCase.height)
    texels = (0..<width * height).map { index in
      let x = (Float(index % width) + 0.5) / Float(width)
      let y = (Float(index / width) + 0.5) / Float(height)
      let share = SIMD4(x, y, (x + y) / 2, 1 - (x + y) / 2)
      let texel = precision.least + (precision.most - precision.least) * share
      return precision == .highp ? texel : SIMD4<Float>(SIMD4<Float16>(texel))
    }
  }

  /// The texture, bound with a sampler that takes the nearest texel.
  func bound(binding: Int) -> BoundTexture {
    var sampler = BoundSampler()
    (sampler.isMagnifiedLinearly, sampler.isMinifiedLinearly, sampler.blendsLevels) = (false, false, false)
    sampler.addressMode = .clampToEdge
    return BoundTexture(
      binding: binding, width: DerivateCase.width, height: DerivateCase.height, format: .float32,
      levels: [texels.withUnsafeBytes { Array($0) }], sampler: sampler)
  }

  /// The differences between a texel and the next one, which is what `--texture-derivative difference` promises.
  func differences(_ direction: DerivateFunction.Direction) -> [SIMD4<Float>] {
    let (width, height) = (DerivateCase.width, DerivateCase.height)
    return texels.indices.map { index in
      let x = texels[index % width < width - 1 ? index + 1 : index] - texels[index]
      let y = texels[index / width < height - 1 ? index + width : index] - texels[index]
      return switch direction {
      case .x: x
      case .y: y
      case .width: magnitude(x) + magnitude(y)
      }
    }
  }
}
