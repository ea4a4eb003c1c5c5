// The inputs of a group of lanes.

extension GroupWorker {
  /// w' and its reciprocal at the lanes' places.
  @inline(__always) func prepareCenters(_ span: Span) {
    let b = span.planes[facts.planesPerTriangle - 2].b
    for chunk in 0..<chunks { w[chunk] = rows[operationCount * chunks + chunk] + b * places[chunk] }
    if span.triangle.isWithoutPerspective {
      for chunk in 0..<chunks { perspective[chunk] = SIMD4(repeating: 1) }
    } else {
      for chunk in 0..<chunks { perspective[chunk] = 1 / w[chunk] }
    }
  }

  /// Where all samples are covered, or none is, the centre; else the first covered sample.
  func findCentroids(_ coverage: SIMD4<UInt32>) {
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

  func fillInputs(_ span: Span, _ coverage: SIMD4<UInt32>, helpers: UInt32, sample: Int?) {
    if let sample { fillSample(sample) }
    for index in 0..<operationCount {
      let operation = operations[index]
      let slot = Int(operation.slot)
      let b = span.planes[Int(operation.plane)].b
      switch operation.kind {
      case .perspective:
        for chunk in 0..<chunks {
          store(
            (rows[index * chunks + chunk] + b * places[chunk]) * perspective[chunk], slot: slot, chunk: chunk)
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
      case .perspectiveTangent, .affineTangent: fillTangent(span, operation, row: index * chunks)
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
        operation.kind == .perspectiveMoved ? value / divisor : value, slot: Int(operation.slot), chunk: chunk
      )
    }
  }

  /// Changes per pixel: of v = P / w', where P and w' are planes, (∇P − v ∇w') / w'; of a plane its own.
  private func fillTangent(_ span: Span, _ operation: FillOperation, row: Int) {
    let plane = span.planes[Int(operation.plane)]
    let wPlane = span.planes[facts.planesPerTriangle - 2]
    let slope = operation.isAlongY ? plane.c : plane.b
    let wSlope = span.triangle.isWithoutPerspective ? 0 : operation.isAlongY ? wPlane.c : wPlane.b
    for chunk in 0..<chunks {
      guard operation.kind == .perspectiveTangent else {
        store(SIMD4(repeating: slope), slot: Int(operation.slot), chunk: chunk)
        continue
      }
      let value = (rows[row + chunk] + plane.b * places[chunk]) * perspective[chunk]
      store((slope - value * wSlope) * perspective[chunk], slot: Int(operation.slot), chunk: chunk)
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
