import CShaderABI

/// A rectangle of the framebuffer that one worker draws.
public struct Tile: Hashable, Sendable {
  /// Its number, in rows from the upper left.
  public let index: Int
  /// The first pixel.
  public let x: Int
  /// The first pixel's row.
  public let y: Int
  /// The pixels in a row, at most ``side``.
  public let width: Int
  /// The rows, at most ``side``.
  public let height: Int

  /// The width and height of tiles in the framebuffer's interior, in pixels.
  public static let side = 32
}

/// What becomes of a group of lanes after the shader ran. Valid only during ``GroupConsumer/consume(_:)``.
public struct ShadedGroup {
  /// What the shader was called with: its inputs, outputs, probes, `stored` and `flags`.
  public let invocation: UnsafePointer<QuadlessInvocation>
  /// Bit `lane`: the lanes that are pixels whose outputs count: covered, stored by the shader, passed by the depth test.
  public let kept: UInt32
  /// ``kept`` by sample.
  public let keptBySample: SIMD4<UInt32>
  /// The pixel of the group's upper left corner.
  public let x: Int
  /// Its row.
  public let y: Int
  /// The triangle's number in the mesh.
  public let primitive: Int32
  let pixels: UnsafePointer<SIMD2<Int32>>
  /// The lanes' pixels from the group's first one in the framebuffer's rows.
  let pixelOffsets: UnsafePointer<Int>

  /// The pixel of a lane; of all of a stencil's lanes, the one that they are about.
  @inline(__always) public func pixel(_ lane: Int) -> (x: Int, y: Int) {
    (x + Int(pixels[lane].x), y + Int(pixels[lane].y))
  }
}

/// Takes the shaded groups of one tile, in the order of drawing. Only one worker calls it.
public protocol GroupConsumer: AnyObject, SendableMetatype {
  /// A group has been shaded; ``ShadedGroup/kept`` may be empty.
  func consume(_ group: ShadedGroup)
}
