import CShaderABI

/// A triangle in a tile, as the loops over its groups need it.
private struct Span {
  let triangle: ScreenTriangle
  /// The triangle's planes.
  let planes: UnsafePointer<Plane>
  let isEverything: Bool
  let tile: Tile
  let consumer: any GroupConsumer
}

extension GroupWorker {
  /// Shades all triangles of a tile in order.
  func shade(_ tile: Tile, consumer: any GroupConsumer) {
    for index in draw.bins[tile.index] {
      let triangle = draw.triangles[Int(index)]
      let span = Span(
        triangle: triangle, planes: UnsafePointer(draw.planes + Int(index) * facts.planesPerTriangle),
        isEverything: triangle.reach(over: tile) == .everything, tile: tile, consumer: consumer)
      prepare(span)
      shade(span)
    }
  }

  /// Fills what is the same in all groups of a triangle.
  private func prepare(_ span: Span) {
    let planes = span.planes
    let values = UnsafeRawPointer(planes).assumingMemoryBound(to: Double.self)
    invocation.pointee.planes = values
    invocation.pointee.wPlane = values + 3 * (facts.planesPerTriangle - 2)
    for slot in draw.constantSlots {
      switch draw.roles[slot] {
      case .flat: fill(planes[slot].a, slot: slot)
      case .frontFacing: fill(span.triangle.isFrontFacing ? 1 : 0, slot: slot)
      case .primitive: fill(Double(span.triangle.primitive), slot: slot)
      case .constant(let value): fill(value, slot: slot)
      case .lane: for lane in 0..<lanes { store(integer: Int32(lane), slot: slot, lane: lane) }
      case .sampleNumber: fill(0, slot: slot)
      case .samplePosition: fill(0.5, slot: slot)
      case .interpolated, .barycentric, .fragCoord, .pointCoord, .sampleMask, .helper: break
      }
    }
    if !span.isEverything { prepareEdges(span.triangle) }
  }

  /// The edge functions' changes over a group.
  private func prepareEdges(_ t: ScreenTriangle) {
    for index in 0..<3 { (edgeRanges[2 * index], edgeRanges[2 * index + 1]) = (.max, .min) }
    for lane in 0..<facts.pixelLanes {
      let (x, y) = (Int64(pixels[lane].x) << 8, Int64(pixels[lane].y) << 8)
      edgeSteps[lane] = t.edgeA.0 * x + t.edgeB.0 * y
      edgeSteps[lanes + lane] = t.edgeA.1 * x + t.edgeB.1 * y
      edgeSteps[2 * lanes + lane] = t.edgeA.2 * x + t.edgeB.2 * y
      for index in 0..<3 {
        edgeRanges[2 * index] = min(edgeRanges[2 * index], edgeSteps[index * lanes + lane])
        edgeRanges[2 * index + 1] = max(edgeRanges[2 * index + 1], edgeSteps[index * lanes + lane])
      }
    }
  }

  /// Gives all lanes of an input slot one value, as the slot's kind has it.
  private func fill(_ value: Double, slot: Int) {
    if case .float = draw.program.interface.inputs[slot].kind {
      for lane in 0..<lanes { inputs[slot * lanes + lane] = Element(value) }
    } else {
      for lane in 0..<lanes { store(integer: Int32(clamping: Int64(value)), slot: slot, lane: lane) }
    }
  }

  private func shade(_ span: Span) {
    let (tile, triangle, groupWidth) = (span.tile, span.triangle, facts.groupWidth)
    let firstX = max(tile.x, Int(triangle.firstX) / groupWidth * groupWidth)
    let firstY = max(tile.y, Int(triangle.firstY) / facts.groupHeight * facts.groupHeight)
    let lastX = min(tile.x + tile.width - 1, Int(triangle.lastX))
    let lastY = min(tile.y + tile.height - 1, Int(triangle.lastY))
    let isSimple = facts.samples == 1
    var y = firstY
    while y <= lastY {
      var isRowStarted = false
      var x = firstX
      while x <= lastX {
        let coverage = isSimple ? simpleCoverage(span, x, y) : sampleCoverage(span, x, y)
        if coverage != SIMD4() {
          if !isRowStarted { startRow(span, y) }
          isRowStarted = true
          shadeGroup(span, x, y, coverage)
        }
        x += groupWidth
      }
      y += facts.groupHeight
    }
  }

  /// Evaluates the part of the planes that does not change along a row of groups.
  private func startRow(_ span: Span, _ y: Int) {
    for chunk in 0..<chunks {
      let ys = offsets[chunks + chunk] + Double(y)
      places[chunks + chunk] = ys
      for index in 0..<operationCount {
        let plane = span.planes[Int(operations[index].plane)]
        rows[index * chunks + chunk] = plane.a + plane.c * ys
      }
      for index in 0..<2 {
        let plane = span.planes[facts.planesPerTriangle - 2 + index]
        rows[(operationCount + index) * chunks + chunk] = plane.a + plane.c * ys
      }
    }
    singlePlace[1] = places[chunks].x
  }

  @inline(__always) private func simpleCoverage(_ span: Span, _ x: Int, _ y: Int) -> SIMD4<UInt32> {
    let inside = lanesInside(x, y)
    return SIMD4(span.isEverything ? inside : inside & coverage(span.triangle, x, y, 0), 0, 0, 0)
  }

  private func sampleCoverage(_ span: Span, _ x: Int, _ y: Int) -> SIMD4<UInt32> {
    var result = SIMD4<UInt32>()
    let inside = lanesInside(x, y)
    for sample in 0..<facts.samples {
      result[sample] = span.isEverything ? inside : inside & coverage(span.triangle, x, y, sample)
    }
    return result
  }

  @inline(__always) private func shadeGroup(_ span: Span, _ x: Int, _ y: Int, _ covered: SIMD4<UInt32>) {
    var coverage = covered
    for chunk in 0..<chunks { places[chunk] = offsets[chunk] + Double(x) }
    singlePlace[0] = places[0].x
    if facts.isDepthTested, facts.depthSlot < 0 {
      for sample in 0..<facts.samples {
        findDepth(span, sample)
        coverage[sample] = depthPass(coverage[sample], y * facts.width + x, sample)
      }
      guard coverage != SIMD4() else { return }
    }
    prepareCenters(span)
    if facts.samples > 1 {
      findCentroids(coverage)
      if facts.isSampleRate {
        shadeSamples(span, x, y, coverage)
        return
      }
    }
    run(span, x, y, coverage, sample: nil)
  }

  /// Runs the shader once a sample.
  private func shadeSamples(_ span: Span, _ x: Int, _ y: Int, _ coverage: SIMD4<UInt32>) {
    for sample in 0..<facts.samples where coverage[sample] != 0 {
      var single = SIMD4<UInt32>()
      single[sample] = coverage[sample]
      run(span, x, y, single, sample: sample)
    }
  }

  /// The lanes whose pixels are in the framebuffer.
  @inline(__always) private func lanesInside(_ x: Int, _ y: Int) -> UInt32 {
    if x + facts.groupWidth <= facts.width, y + facts.groupHeight <= facts.height { return facts.allPixels }
    var mask: UInt32 = 0
    for lane in 0..<facts.pixelLanes
    where x + Int(pixels[lane].x) < facts.width && y + Int(pixels[lane].y) < facts.height {
      mask |= 1 << UInt32(lane)
    }
    return mask
  }

  /// The lanes whose sample lies in the triangle.
  @inline(__always) private func coverage(
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
  @inline(__always) private func findDepth(_ span: Span, _ sample: Int) {
    let plane = span.planes[facts.planesPerTriangle - 1]
    let offset = sampleOffsets[sample]
    let shift = plane.b * (Double(offset.x) / 256) + plane.c * (Double(offset.y) / 256)
    for chunk in 0..<chunks {
      let z = rows[(operationCount + 1) * chunks + chunk] + plane.b * places[chunk] + shift
      Float.store(z, at: UnsafeMutableRawPointer(depth + sample * max(4, lanes) + 4 * chunk))
    }
  }

  /// The lanes nearer than what is there.
  @inline(__always) private func depthPass(_ mask: UInt32, _ corner: Int, _ sample: Int) -> UInt32 {
    var passed: UInt32 = 0
    let there = facts.depth + sample * facts.width * facts.height + corner
    for lane in 0..<lanes where mask & (1 << UInt32(lane)) != 0 {
      let z = min(max(depth[sample * max(4, lanes) + lane], 0), 1)
      if z < there[pixelOffsets[lane]] { passed |= 1 << UInt32(lane) }
    }
    return passed
  }

  /// Puts the depths of lanes where they belong.
  @inline(__always) private func writeDepth(_ mask: UInt32, _ corner: Int, _ sample: Int) {
    let there = facts.depth + sample * facts.width * facts.height + corner
    for lane in 0..<lanes where mask & (1 << UInt32(lane)) != 0 {
      there[pixelOffsets[lane]] = min(max(depth[sample * max(4, lanes) + lane], 0), 1)
    }
  }

  /// The kept lanes that pass a test with the depth that the shader wrote.
  private func lateDepth(_ kept: UInt32, _ corner: Int, _ sample: Int) -> UInt32 {
    for lane in 0..<lanes {
      depth[sample * max(4, lanes) + lane] = Float(outputs[facts.depthSlot * lanes + lane])
    }
    return facts.isDepthTested ? depthPass(kept, corner, sample) : kept
  }

  /// Runs the shader on a group and hands it on.
  private func run(_ span: Span, _ x: Int, _ y: Int, _ coverage: SIMD4<UInt32>, sample: Int?) {
    let alive = coverage.x | coverage.y | coverage.z | coverage.w
    let (executing, helpers) = runningLanes(alive)
    fillInputs(span, coverage, helpers: helpers, sample: sample)
    let blocks = UnsafeMutableRawPointer(outputs)
    for block in 0..<outputBlocks {
      blocks.storeBytes(of: SIMD8<UInt32>(), toByteOffset: 32 * block, as: SIMD8<UInt32>.self)
    }
    for index in 0..<facts.probes {
      probes[index].count.update(repeating: 0, count: lanes)
    }
    invocation.pointee.executing = executing
    invocation.pointee.helpers = helpers
    invocation.pointee.stored = 0
    invocation.pointee.flags = 0
    facts.function(invocation)

    let stored = invocation.pointee.stored
    var kept = coverage & SIMD4(repeating: stored & alive)
    if facts.sampleMaskSlot >= 0 { applySampleMask(&kept, facts.sampleMaskSlot) }
    if facts.isDepthTested || facts.depthSlot >= 0 {
      let corner = y * facts.width + x
      for index in 0..<facts.samples where kept[index] != 0 {
        if facts.depthSlot >= 0 { kept[index] = lateDepth(kept[index], corner, index) }
        writeDepth(kept[index], corner, index)
      }
    }
    span.consumer.consume(
      ShadedGroup(
        invocation: UnsafePointer(invocation), kept: kept.x | kept.y | kept.z | kept.w, keptBySample: kept,
        x: x, y: y, primitive: span.triangle.primitive, pixels: UnsafePointer(pixels)))
  }

  /// The lanes that run, and those of them that are helpers.
  @inline(__always) private func runningLanes(_ alive: UInt32) -> (executing: UInt32, helpers: UInt32) {
    if facts.stencilMask != 0 { return (facts.stencilMask, facts.stencilMask & ~1) }
    guard facts.hasQuads else { return (alive, 0) }
    let quads = (alive | alive >> 1 | alive >> 2 | alive >> 3) & 0x1111_1111
    return (quads * 15, quads * 15 & ~alive)
  }

  private func applySampleMask(_ kept: inout SIMD4<UInt32>, _ slot: Int) {
    let masks = UnsafeRawPointer(outputs + slot * lanes).assumingMemoryBound(to: UInt32.self)
    for lane in 0..<facts.pixelLanes {
      for sample in 0..<facts.samples where masks[lane] & (1 << UInt32(sample)) == 0 {
        kept[sample] &= ~(1 << UInt32(lane))
      }
    }
  }
}

extension GroupWorker {
  /// w' and its reciprocal at the lanes' places.
  @inline(__always) private func prepareCenters(_ span: Span) {
    let b = span.planes[facts.planesPerTriangle - 2].b
    for chunk in 0..<chunks { w[chunk] = rows[operationCount * chunks + chunk] + b * places[chunk] }
    if span.triangle.isWithoutPerspective {
      for chunk in 0..<chunks { perspective[chunk] = SIMD4(repeating: 1) }
    } else {
      for chunk in 0..<chunks { perspective[chunk] = 1 / w[chunk] }
    }
  }

  /// Where all samples are covered, or none is, the centre; else the first covered sample.
  private func findCentroids(_ coverage: SIMD4<UInt32>) {
    for lane in 0..<lanes {
      // A stencil's lanes go with their pixel.
      let bit: UInt32 = 1 << UInt32(facts.pixelLanes == 1 ? 0 : lane)
      let covered = (0..<facts.samples).filter { coverage[$0] & bit != 0 }
      let isPartial = !covered.isEmpty && covered.count < facts.samples
      let offset = isPartial ? sampleOffsets[covered[0]] : SIMD2(0, 0)
      centroids[lane / 4][lane % 4] = Double(offset.x) / 256
      centroids[chunks + lane / 4][lane % 4] = Double(offset.y) / 256
    }
  }

  private func fillInputs(_ span: Span, _ coverage: SIMD4<UInt32>, helpers: UInt32, sample: Int?) {
    if let sample { fillSample(sample) }
    for index in 0..<operationCount {
      let operation = operations[index]
      let slot = Int(operation.slot)
      let b = span.planes[Int(operation.plane)].b
      switch operation.kind {
      case .perspective:
        for chunk in 0..<chunks {
          store((rows[index * chunks + chunk] + b * places[chunk]) * perspective[chunk], slot: slot, chunk: chunk)
        }
      case .affine:
        for chunk in 0..<chunks {
          store(rows[index * chunks + chunk] + b * places[chunk], slot: slot, chunk: chunk)
        }
      case .fragCoordX:
        let offset = sampleOffset(sample).x - (facts.isPixelCenterInteger ? 0.5 : 0)
        for chunk in 0..<chunks { store(places[chunk] + offset, slot: slot, chunk: chunk) }
      case .fragCoordY:
        let offset = sampleOffset(sample).y - (facts.isPixelCenterInteger ? 0.5 : 0)
        let height = Double(facts.height) - (facts.isPixelCenterInteger ? 1 : 0)
        for chunk in 0..<chunks {
          let y = places[chunks + chunk] + offset
          store(facts.isFragCoordFlipped ? height - y : y, slot: slot, chunk: chunk)
        }
      case .fragCoordW: for chunk in 0..<chunks { store(w[chunk], slot: slot, chunk: chunk) }
      case .perspectiveMoved, .affineMoved: fillMoved(span, operation, sample)
      case .helper:
        for lane in 0..<lanes {
          // A stencil's lanes stand for the pixel in their middle, which is none.
          let isHelper = facts.stencilMask == 0 && helpers & (1 << UInt32(lane)) != 0
          store(integer: isHelper ? 1 : 0, slot: slot, lane: lane)
        }
      case .sampleMask:
        for lane in 0..<lanes {
          let bit: UInt32 = 1 << UInt32(facts.pixelLanes == 1 ? 0 : lane)
          let mask = (0..<4).reduce(Int32(0)) { coverage[$1] & bit != 0 ? $0 | 1 << Int32($1) : $0 }
          store(integer: mask, slot: slot, lane: lane)
        }
      }
    }
  }

  /// The sample's offset from the pixel's centre; zero where the shader runs once a pixel.
  private func sampleOffset(_ sample: Int?) -> SIMD2<Double> {
    guard let sample else { return SIMD2(0, 0) }
    return SIMD2(Double(sampleOffsets[sample].x) / 256, Double(sampleOffsets[sample].y) / 256)
  }

  /// Values at samples or centroids.
  private func fillMoved(_ span: Span, _ operation: FillOperation, _ sample: Int?) {
    let plane = span.planes[Int(operation.plane)]
    let wPlane = span.planes[facts.planesPerTriangle - 2]
    let offset = sampleOffset(sample)
    for chunk in 0..<chunks {
      let dx = operation.isAtSample ? SIMD4(repeating: offset.x) : centroids[chunk]
      let dy = operation.isAtSample ? SIMD4(repeating: offset.y) : centroids[chunks + chunk]
      let (x, y) = (places[chunk] + dx, places[chunks + chunk] + dy)
      let value = plane.a + plane.c * y + plane.b * x
      let divisor = wPlane.a + wPlane.c * y + wPlane.b * x
      store(
        operation.kind == .perspectiveMoved ? value / divisor : value, slot: Int(operation.slot), chunk: chunk)
    }
  }

  private func fillSample(_ sample: Int) {
    for (slot, role) in draw.roles.enumerated() {
      switch role {
      case .sampleNumber: fill(Double(sample), slot: slot)
      case .samplePosition(let component): fill(0.5 + sampleOffset(sample)[component], slot: slot)
      default: break
      }
    }
  }
}
