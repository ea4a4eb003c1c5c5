import CLLVM

/// Writes the colours of a group of quads to its pixels, four floats each, and marks them drawn.
struct PixelWriter {
  let module: ModuleLowering
  let function: LLVMValueRef
  let shape: GroupLayout
  /// The pixels from one row to the next.
  let rowPixels: Lane.Value
  /// By attachment: the address of the group's upper left pixel.
  let targets: [Lane.Value]
  /// The same of the bytes that say what is drawn.
  let coverage: Lane.Value

  private var lane: Lane { module.lane }

  /// Writes all pixels.
  func write(_ colors: [[Lane.Value]]) {
    for (target, components) in zip(targets, colors) {
      for (row, pixels) in rows(components).enumerated() {
        let address = module.advance(target, rowOffset(row, bytes: 16))
        LLVMSetAlignment(LLVMBuildStore(lane.builder, pixels, address), 16)
      }
    }
    let ones = (0..<shape.width).map { _ in lane.integer(1, bits: 8) }
    var bytes: [LLVMValueRef?] = ones
    let mark: Lane.Value = LLVMConstVector(&bytes, UInt32(bytes.count))
    for row in 0..<shape.height {
      let address = module.advance(coverage, rowOffset(row, bytes: 1))
      LLVMSetAlignment(LLVMBuildStore(lane.builder, mark, address), 1)
    }
  }

  /// Writes the pixels of the lanes in a mask.
  func write(_ colors: [[Lane.Value]], on mask: Lane.Value) {
    let (whole, parts, done) = (block("whole"), block("parts"), block("written"))
    LLVMBuildCondBr(lane.builder, lane.all(mask), whole, parts)
    LLVMPositionBuilderAtEnd(lane.builder, whole)
    write(colors)
    LLVMBuildBr(lane.builder, done)
    LLVMPositionBuilderAtEnd(lane.builder, parts)
    for (number, pixel) in shape.pixels.enumerated() {
      let (on, next) = (block("pixel"), block("next"))
      LLVMBuildCondBr(lane.builder, lane.extract(mask, number), on, next)
      LLVMPositionBuilderAtEnd(lane.builder, on)
      for (target, components) in zip(targets, colors) {
        let place = lane.iadd(rowOffset(pixel.y, bytes: 16), lane.integer(16 * pixel.x, bits: 64))
        for (component, values) in components.enumerated() {
          let address = module.advance(
            target, lane.iadd(place, lane.integer(4 * component, bits: 64)))
          LLVMBuildStore(lane.builder, lane.extract(values, number), address)
        }
      }
      let place = lane.iadd(rowOffset(pixel.y, bytes: 1), lane.integer(pixel.x, bits: 64))
      LLVMBuildStore(lane.builder, lane.integer(1, bits: 8), module.advance(coverage, place))
      LLVMBuildBr(lane.builder, next)
      LLVMPositionBuilderAtEnd(lane.builder, next)
    }
    LLVMBuildBr(lane.builder, done)
    LLVMPositionBuilderAtEnd(lane.builder, done)
  }

  private func block(_ name: String) -> LLVMBasicBlockRef {
    LLVMAppendBasicBlockInContext(lane.context, function, name)
  }

  private func rowOffset(_ row: Int, bytes: Int) -> Lane.Value {
    lane.imul(rowPixels, lane.integer(row * bytes, bits: 64))
  }

  /// The components' lanes as rows of pixels: each quad's four by four transposed, then its pixels put in their rows.
  private func rows(_ components: [Lane.Value]) -> [Lane.Value] {
    let quads = 0..<(lane.width / 4)
    /// Of each quad elements of two vectors, those of the second counted from 4.
    func quadwise(_ a: Lane.Value, _ b: Lane.Value, _ elements: [Int]) -> Lane.Value {
      pick(a, b, quads.flatMap { quad in elements.map { ($0 < 4 ? $0 : $0 - 4 + lane.width) + 4 * quad } })
    }
    let halves = [[0, 4, 1, 5], [2, 6, 3, 7]].map { order in
      (quadwise(components[0], components[1], order), quadwise(components[2], components[3], order))
    }
    return (0..<shape.height).map { row in
      let (redGreen, blueAlpha) = halves[row % 2]
      let (left, right) = (
        quadwise(redGreen, blueAlpha, [0, 1, 4, 5]), quadwise(redGreen, blueAlpha, [2, 3, 6, 7])
      )
      let first = row / 2 * (shape.width / 2)
      return pick(
        left, right,
        (first..<(first + shape.width / 2)).flatMap { quad in
          [4 * quad, lane.width + 4 * quad].flatMap { start in (0..<4).map { start + $0 } }
        })
    }
  }

  /// Elements of two vectors, those of the second counted from the width.
  private func pick(_ a: Lane.Value, _ b: Lane.Value, _ elements: [Int]) -> Lane.Value {
    var indices: [LLVMValueRef?] = elements.map { lane.integer($0) }
    return LLVMBuildShuffleVector(
      lane.builder, a, b, LLVMConstVector(&indices, UInt32(indices.count)), "")
  }
}
