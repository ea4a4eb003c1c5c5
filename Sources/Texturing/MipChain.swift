/// The building of levels.
enum MipChain {
  /// Fills a level with the averages of the level above: the box filter over each texel's exact extent, so
  /// that for an odd size the texels that straddle a border count by their share (Guthe and Heckbert,
  /// "Non-Power-of-Two Mipmap Creation", 2005). The texels are linear light: sRGB was decoded.
  static func reduce(_ source: TextureLevel, to target: TextureLevel, slices: Int) {
    let width = Axis(from: Int(source.width), to: Int(target.width))
    let height = Axis(from: Int(source.height), to: Int(target.height))
    let depth = Axis(from: Int(source.depth), to: Int(target.depth))
    var place = target.texels
    for slice in 0..<slices {
      for z in depth.spans {
        for y in height.spans {
          for x in width.spans {
            place.pointee = average(source, slice, x, y, z)
            place += 1
          }
        }
      }
    }
  }

  private static func average(
    _ level: TextureLevel, _ slice: Int, _ x: Span, _ y: Span, _ z: Span
  ) -> SIMD4<Float> {
    var sum = SIMD4<Float>()
    for k in 0..<z.count {
      let plane = slice * Int(level.depth) + z.first + k
      for j in 0..<y.count {
        let row = level.texels + (plane * Int(level.height) + y.first + j) * Int(level.width) + x.first
        let weight = z.weight(k) * y.weight(j)
        for i in 0..<x.count { sum += row[i] * (weight * x.weight(i)) }
      }
    }
    return sum
  }

  /// The texels of the level above that a texel covers along an axis.
  private struct Span {
    let first: Int
    let count: Int
    let firstWeight: Float
    let innerWeight: Float
    let lastWeight: Float

    func weight(_ index: Int) -> Float {
      index == 0 ? firstWeight : index == count - 1 ? lastWeight : innerWeight
    }
  }

  /// The spans of an axis: texel i of n covers i·s/n to (i + 1)·s/n of the s above.
  private struct Axis {
    let spans: [Span]

    init(from source: Int, to target: Int) {
      spans = (0..<target).map { index in
        // In units of 1/target of a source texel, all borders are integers.
        let start = index * source
        let end = start + source
        let first = start / target
        let last = (end - 1) / target
        let whole = Float(target) / Float(source)
        if first == last {
          return Span(first: first, count: 1, firstWeight: 1, innerWeight: 1, lastWeight: 1)
        }
        return Span(
          first: first, count: last - first + 1,
          firstWeight: Float((first + 1) * target - start) / Float(source), innerWeight: whole,
          lastWeight: Float(end - last * target) / Float(source))
      }
    }
  }
}
