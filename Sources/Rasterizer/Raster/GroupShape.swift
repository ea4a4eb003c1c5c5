import CShaderABI
import Lowering

/// How the lanes of a group lie on the screen.
///
/// Quads: 4 lanes are 2x2 pixels, 8 are 4x2 (two quads side by side), 16 are 4x4 (two rows of two quads). One lane is
/// one pixel. A stencil is one pixel, whose other lanes lie about its centre.
struct GroupShape {
  /// W.
  let lanes: Int
  /// The pixels that a group covers.
  let width: Int
  let height: Int
  /// The first lanes of a group, which are pixels: all, or the centre alone.
  let pixelLanes: Int
  /// The lanes' pixels within the group.
  let pixels: [SIMD2<Int32>]
  /// The lanes' places from the group's upper left corner, in pixels.
  let places: [SIMD2<Double>]
  /// The lanes that run in a stencil; 0 in other groups.
  let stencilMask: UInt32
  /// Whether whole quads run.
  let hasQuads: Bool

  /// The shape for what a shader was lowered to; an error where they do not fit.
  init(_ options: LoweringOptions) throws(RasterizerError) {
    lanes = options.lanes
    switch options.derivatives {
    case .stencil(let step, let order):
      guard (order == 1 && lanes == 8) || (order == 2 && lanes == 16) else { throw .lanes(lanes) }
      (width, height, pixelLanes, hasQuads) = (1, 1, 1, false)
      stencilMask = order == 1 ? 0x1f : 0x1fff
      pixels = [SIMD2](repeating: SIMD2(0, 0), count: lanes)
      places = Self.stencil.prefix(lanes).map { SIMD2(0.5, 0.5) + step * $0 }
    case .quad, .none:
      guard let size = Self.sizes[lanes] else { throw .lanes(lanes) }
      (width, height, pixelLanes, stencilMask) = (Int(size.x), Int(size.y), lanes, 0)
      if case .quad = options.derivatives { hasQuads = lanes > 1 } else { hasQuads = false }
      pixels = (0..<Int32(lanes)).map { lane in
        let quad = lane / 4
        return SIMD2(2 * (quad % 2) + lane % 2, 2 * (quad / 2) + lane % 4 / 2)
      }
      places = pixels.map { SIMD2(Double($0.x) + 0.5, Double($0.y) + 0.5) }
    }
  }

  private static let sizes: [Int: SIMD2<Int32>] = [
    1: SIMD2(1, 1), 4: SIMD2(2, 2), 8: SIMD2(4, 2), 16: SIMD2(4, 4),
  ]

  /// The places of a stencil in steps.
  private static var stencil: [SIMD2<Double>] {
    withUnsafeBytes(of: QuadlessStencilX) { x in
      withUnsafeBytes(of: QuadlessStencilY) { y in
        zip(x.bindMemory(to: Int8.self), y.bindMemory(to: Int8.self)).map { SIMD2(Double($0), Double($1)) }
      }
    }
  }
}
