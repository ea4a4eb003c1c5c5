import CShaderABI

/// A triangle in a tile, as the loops over its groups need it.
struct Span {
  let triangle: ScreenTriangle
  /// The triangle's planes.
  let planes: UnsafePointer<Plane>
  let isEverything: Bool
  let tile: Tile
  let consumer: any GroupConsumer
  /// Where spans are drawn; nil where every group is handed to the consumer.
  let target: RenderTarget?
}

extension GroupWorker {
  /// Shades all triangles of a tile in order.
  func shade(_ tile: Tile, consumer: any GroupConsumer) {
    let target = spans == nil ? nil : (consumer as? FramebufferWriter)?.target
    for index in draw.bins[tile.index] {
      let triangle = draw.triangles[Int(index)]
      let span = Span(
        triangle: triangle, planes: UnsafePointer(draw.planes + Int(index) * facts.planesPerTriangle),
        isEverything: triangle.reach(over: tile) == .everything, tile: tile, consumer: consumer,
        target: target)
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
      case .interpolated, .barycentric, .fragCoord, .pointCoord, .sampleMask, .helper, .tangent: break
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
  func fill(_ value: Double, slot: Int) {
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
    var (restX, restY) = (firstX, firstY)
    // A tile wholly in the triangle needs no look at its groups but those beyond the framebuffer's edge.
    if span.isEverything, span.target != nil, !facts.isDepthTested {
      var run = GroupRun(x: firstX, groups: (lastX + 1 - firstX) / groupWidth)
      let rows = (lastY + 1 - firstY) / facts.groupHeight
      restX += run.groups * groupWidth
      restY += rows * facts.groupHeight
      if rows > 0 { shade(&run, firstY, rows: rows, span) }
    }
    var y = firstY
    while y <= lastY {
      let x = y < restY ? restX : firstX
      if x <= lastX { shadeRow(span, y, x...lastX) }
      y += facts.groupHeight
    }
  }

  /// Shades the groups of a row that start in a range.
  private func shadeRow(_ span: Span, _ y: Int, _ range: ClosedRange<Int>) {
    let isSimple = facts.samples == 1
    var isRowStarted = false
    var run = GroupRun()
    var x = range.lowerBound
    while x <= range.upperBound {
      let coverage = isSimple ? simpleCoverage(span, x, y) : sampleCoverage(span, x, y)
      if coverage != SIMD4() {
        let isWhole = span.target != nil && coverage.x == facts.allPixels
        if !isRowStarted, !isWhole || facts.isDepthTested {
          startRow(span, y)
          isRowStarted = true
        }
        if isWhole, !facts.isDepthTested || takeDepth(span, x, y) {
          extend(&run, x, y, span)
        } else {
          shadeGroup(span, x, y, coverage)
        }
      }
      x += facts.groupWidth
    }
    shade(&run, y, span)
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

  /// Runs the shader on a group and hands it on.
  private func run(_ span: Span, _ x: Int, _ y: Int, _ coverage: SIMD4<UInt32>, sample: Int?) {
    let alive = coverage.x | coverage.y | coverage.z | coverage.w
    let (executing, helpers) = runningLanes(alive)
    fillInputs(span, coverage, helpers: helpers, sample: sample)
    let blocks = UnsafeMutableRawPointer(outputs)
    for block in 0..<outputBlocks {
      blocks.storeBytes(of: SIMD8<UInt32>(), toByteOffset: 32 &* block, as: SIMD8<UInt32>.self)
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
        x: x, y: y, primitive: span.triangle.primitive, pixels: UnsafePointer(pixels),
        pixelOffsets: UnsafePointer(pixelOffsets)))
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
