// Which lanes of a group lie in the triangle and before what is there.

extension GroupWorker {
  /// The lanes whose pixels are in the framebuffer.
  @inline(__always) func lanesInside(_ x: Int, _ y: Int) -> UInt32 {
    if x + facts.groupWidth <= facts.width, y + facts.groupHeight <= facts.height { return facts.allPixels }
    var mask: UInt32 = 0
    for lane in 0..<facts.pixelLanes
    where x + Int(pixels[lane].x) < facts.width && y + Int(pixels[lane].y) < facts.height {
      mask |= 1 << UInt32(lane)
    }
    return mask
  }

  /// The lanes whose sample lies in the triangle.
  @inline(__always) func coverage(
    _ t: ScreenTriangle, _ x: Int, _ y: Int, _ sample: Int
  ) -> UInt32 {
    let offset = sampleOffsets[sample]
    let (px, py) = (Int64(x) << 8 + 128 + offset.x, Int64(y) << 8 + 128 + offset.y)
    let e0 = t.edgeA.0 &* px &+ t.edgeB.0 &* py &+ t.edgeC.0
    let e1 = t.edgeA.1 &* px &+ t.edgeB.1 &* py &+ t.edgeC.1
    let e2 = t.edgeA.2 &* px &+ t.edgeB.2 &* py &+ t.edgeC.2
    // Groups wholly outside of an edge, or inside of all, are the most.
    if (e0 &+ edgeRanges[1]) | (e1 &+ edgeRanges[3]) | (e2 &+ edgeRanges[5]) < 0 { return 0 }
    if (e0 &+ edgeRanges[0]) | (e1 &+ edgeRanges[2]) | (e2 &+ edgeRanges[4]) >= 0 { return facts.allPixels }
    var mask: UInt32 = 0
    for lane in 0..<facts.pixelLanes {
      let sign =
        (e0 &+ edgeSteps[lane]) | (e1 &+ edgeSteps[lanes + lane]) | (e2 &+ edgeSteps[2 * lanes + lane])
      mask |= UInt32(truncatingIfNeeded: (~sign) >> 63 & 1) << UInt32(lane)
    }
    return mask
  }

  /// The depth of all lanes at a sample.
  @inline(__always) func findDepth(_ span: Span, _ sample: Int) {
    let plane = span.planes[facts.planesPerTriangle - 1]
    let offset = sampleOffsets[sample]
    let shift = plane.b * (Double(offset.x) / 256) + plane.c * (Double(offset.y) / 256)
    for chunk in 0..<chunks {
      let z = rows[(operationCount + 1) * chunks + chunk] + plane.b * places[chunk] + shift
      Float.store(z, at: UnsafeMutableRawPointer(depth + sample * max(4, lanes) + 4 * chunk))
    }
  }

  /// The lanes nearer than what is there.
  @inline(__always) func depthPass(_ mask: UInt32, _ corner: Int, _ sample: Int) -> UInt32 {
    var passed: UInt32 = 0
    let there = facts.depth + sample * facts.width * facts.height + corner
    for lane in 0..<lanes where mask & (1 << UInt32(lane)) != 0 {
      let z = min(max(depth[sample * max(4, lanes) + lane], 0), 1)
      if z < there[pixelOffsets[lane]] { passed |= 1 << UInt32(lane) }
    }
    return passed
  }

  /// Puts the depths of lanes where they belong.
  @inline(__always) func writeDepth(_ mask: UInt32, _ corner: Int, _ sample: Int) {
    let there = facts.depth + sample * facts.width * facts.height + corner
    for lane in 0..<lanes where mask & (1 << UInt32(lane)) != 0 {
      there[pixelOffsets[lane]] = min(max(depth[sample * max(4, lanes) + lane], 0), 1)
    }
  }

  /// The kept lanes that pass a test with the depth that the shader wrote.
  func lateDepth(_ kept: UInt32, _ corner: Int, _ sample: Int) -> UInt32 {
    for lane in 0..<lanes {
      depth[sample * max(4, lanes) + lane] = Float(outputs[facts.depthSlot * lanes + lane])
    }
    return facts.isDepthTested ? depthPass(kept, corner, sample) : kept
  }
}
