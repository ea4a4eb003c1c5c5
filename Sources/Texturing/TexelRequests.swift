import CShaderABI

/// The texel callback: see ``TexelServer/callback``.
func answerTexelRequest(_ context: UnsafeMutableRawPointer?, _ request: UnsafePointer<QuadlessTexelRequest>?)
{
  guard let context, let request else { return }
  let table = context.assumingMemoryBound(to: BindingTable.self).pointee
  if request.pointee.isDouble != 0 {
    answerDoubles(table, request)
  } else {
    answerFloats(table, request)
  }
}

// One specialized copy of the whole answer for each element type.
private func answerFloats(_ table: BindingTable, _ request: UnsafePointer<QuadlessTexelRequest>) {
  if isPlain(request), let image = table.find(request.pointee.image, 0), image.pointee.isPlain,
    let lanes = TexelLanes<Float>(request.pointee), let filtering = Filtering<Float>(image, compares: false)
  {
    return PlainSampling.sample(filtering, lanes, mask: request.pointee.runningMask)
  }
  TexelAnswer<Float>(table: table, request: request).run()
}

/// Whether a request is for what ``PlainSampling`` does, of any image that it takes.
@inline(__always)
private func isPlain(_ request: UnsafePointer<QuadlessTexelRequest>) -> Bool {
  request.pointee.operation == QuadlessTexelSample && request.pointee.kind == QuadlessTexelFloat
    && request.pointee.image == request.pointee.sampler && request.pointee.imageElement == nil
    && request.pointee.samplerElement == nil && request.pointee.reference == nil
}

extension QuadlessTexelRequest {
  /// The lanes of the mask that there are.
  @inline(__always)
  fileprivate var runningMask: UInt32 { mask & (lanes >= 32 ? ~0 : (1 << lanes) &- 1) }
}

private func answerDoubles(_ table: BindingTable, _ request: UnsafePointer<QuadlessTexelRequest>) {
  TexelAnswer<Double>(table: table, request: request).run()
}

/// The answer to one request.
struct TexelAnswer<Element: TexelElement> {
  let table: BindingTable
  let request: UnsafePointer<QuadlessTexelRequest>

  /// Answers all lanes: those of one image and one sampler together.
  @inline(__always)
  func run() {
    var remaining = request.pointee.runningMask
    while remaining != 0 {
      let lane = remaining.trailingZeroBitCount
      let group = lanesLike(lane, of: remaining)
      remaining &= ~group
      answer(
        image: table.find(request.pointee.image, request.pointee.imageElement?[lane] ?? 0),
        sampler: table.find(request.pointee.sampler, request.pointee.samplerElement?[lane] ?? 0), mask: group)
    }
  }

  /// The lanes whose elements of the arrays of images and samplers are those of a lane.
  @inline(__always)
  private func lanesLike(_ lane: Int, of mask: UInt32) -> UInt32 {
    let images = request.pointee.imageElement
    let samplers = request.pointee.samplerElement
    if images == nil && samplers == nil { return mask }
    var group: UInt32 = 0
    TexelAccess.forEachLane(mask) { other in
      let hasImage = images.map { $0[other] == $0[lane] } ?? true
      let hasSampler = samplers.map { $0[other] == $0[lane] } ?? true
      if hasImage && hasSampler { group |= 1 << UInt32(other) }
    }
    return group
  }

  private var kind: TexelFormat.Kind {
    switch request.pointee.kind {
    case QuadlessTexelInt: .int
    case QuadlessTexelUint: .uint
    default: .float
    }
  }

  @inline(__always)
  private func answer(
    image: UnsafePointer<SampledImage>?, sampler: UnsafePointer<SampledImage>?, mask: UInt32
  ) {
    guard let image else { return answerOther(SampledImage.missing.view, mask) }
    if image == sampler { return answer(image, mask) }
    // An image and a sampler of two resources meet here.
    let state = sampler?.pointee.sampler ?? SamplerState()
    withUnsafePointer(to: SampledImage(image.pointee.view, state)) { answer($0, mask) }
  }

  private func answer(_ image: UnsafePointer<SampledImage>, _ mask: UInt32) {
    switch request.pointee.operation {
    case QuadlessTexelSample, QuadlessTexelGather, QuadlessTexelQueryLod: sample(image, mask)
    default: answerOther(image.pointee.view, mask)
    }
  }

  /// What needs no sampler.
  @inline(never)
  private func answerOther(_ view: TextureView, _ mask: UInt32) {
    switch request.pointee.operation {
    case QuadlessTexelSize:
      answerSize(view, mask)
    case QuadlessTexelLevels:
      answerNumber(UInt32(view.levelCount), mask)
    case QuadlessTexelSamples:
      answerNumber(UInt32(view.samples), mask)
    case QuadlessTexelFetch, QuadlessTexelRead, QuadlessTexelWrite:
      access(view, mask)
    default:
      answerMissing(mask)
    }
  }

  /// Samples, gathers and queries of the level of detail.
  private func sample(_ image: UnsafePointer<SampledImage>, _ mask: UInt32) {
    guard let lanes = TexelLanes<Element>(request.pointee),
      let filtering = Filtering<Element>(image, compares: request.pointee.reference != nil)
    else { return answerMissing(mask) }
    let stored = image.pointee.view.format.kind
    switch request.pointee.operation {
    case QuadlessTexelSample:
      if stored == .float {
        Sampling.sample(filtering, lanes, mask: mask, kind: kind)
      } else {
        Sampling.sampleIntegers(filtering, lanes, mask: mask, stored: stored, kind: kind)
      }
    case QuadlessTexelGather:
      Sampling.gather(filtering, lanes, request.pointee, mask: mask, stored: stored, kind: kind)
    case QuadlessTexelQueryLod:
      Sampling.queryLod(filtering, lanes, mask: mask)
    default: break
    }
  }

  private func access(_ view: TextureView, _ mask: UInt32) {
    guard let lanes = TexelLanes<Element>(request.pointee) else { return }
    if request.pointee.operation == QuadlessTexelWrite {
      TexelAccess.write(view, lanes, request.pointee, mask: mask, kind: kind)
    } else if view.levels == nil {
      answerMissing(mask)
    } else {
      TexelAccess.read(view, lanes, request.pointee, mask: mask, kind: kind)
    }
  }

  /// What is not bound is a texture of one opaque black texel; of a gather, its component.
  @inline(never)
  private func answerMissing(_ mask: UInt32) {
    guard let result = request.pointee.result else { return }
    var values = SIMD4<UInt32>(0, 0, 0, 1)
    if request.pointee.operation == QuadlessTexelGather {
      values = SIMD4(repeating: request.pointee.component & 3 == 3 ? 1 : 0)
    } else if request.pointee.operation == QuadlessTexelQueryLod {
      values = SIMD4()
    }
    let width = Int(request.pointee.lanes)
    TexelAccess.forEachLane(mask) { lane in
      for component in 0..<4 {
        let index = component * width + lane
        if kind == .float {
          result.assumingMemoryBound(to: Element.self)[index] = Element(values[component])
        } else {
          result.assumingMemoryBound(to: UInt32.self)[index] = values[component]
        }
      }
    }
  }

  private func answerSize(_ view: TextureView, _ mask: UInt32) {
    let levels = request.pointee.lod?.assumingMemoryBound(to: Int32.self)
    TexelAccess.forEachLane(mask) { lane in
      storeIntegers(TexelQuery.size(view, level: levels?[lane] ?? 0), lane)
    }
  }

  private func answerNumber(_ number: UInt32, _ mask: UInt32) {
    TexelAccess.forEachLane(mask) { storeIntegers(SIMD4(number, 0, 0, 0), $0) }
  }

  private func storeIntegers(_ value: SIMD4<UInt32>, _ lane: Int) {
    guard let result = request.pointee.result?.assumingMemoryBound(to: UInt32.self) else { return }
    let width = Int(request.pointee.lanes)
    for component in 0..<4 { result[component * width + lane] = value[component] }
  }
}
