import CShaderABI

/// What a worker reads of a draw for every group: plain numbers, so that reading counts no references.
struct DrawFacts {
  let width: Int
  let height: Int
  let samples: Int
  let groupWidth: Int
  let groupHeight: Int
  let pixelLanes: Int
  /// A bit for each of them.
  let allPixels: UInt32
  let stencilMask: UInt32
  let hasQuads: Bool
  let isDepthTested: Bool
  let isFragCoordFlipped: Bool
  let isPixelCenterInteger: Bool
  let isSampleRate: Bool
  /// The output slot of gl_FragDepth, of gl_SampleMask's first word; −1 for none.
  let depthSlot: Int
  let sampleMaskSlot: Int
  let planesPerTriangle: Int
  let probes: Int
  let function: QuadlessShader
  let depth: UnsafeMutablePointer<Float>

  init(_ draw: DrawState) {
    (width, height, samples) = (draw.options.width, draw.options.height, draw.options.samples)
    (groupWidth, groupHeight, pixelLanes) = (draw.shape.width, draw.shape.height, draw.shape.pixelLanes)
    allPixels = UInt32((UInt64(1) << UInt64(draw.shape.pixelLanes)) - 1)
    (stencilMask, hasQuads) = (draw.shape.stencilMask, draw.shape.hasQuads)
    isDepthTested = draw.options.isDepthTested
    isFragCoordFlipped = draw.options.isFragCoordFlipped
    isPixelCenterInteger = draw.options.isPixelCenterInteger
    isSampleRate = draw.isSampleRate
    (depthSlot, sampleMaskSlot) = (draw.depthSlot ?? -1, draw.sampleMaskSlot ?? -1)
    planesPerTriangle = draw.planesPerTriangle
    probes = draw.program.probeComponents.count
    function = draw.program.function
    depth = draw.depth
  }
}
