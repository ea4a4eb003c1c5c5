import Glibc
import SPIRV

// Implicit-LOD samples become explicit ones with the coordinate's tangents as gradients.
extension FunctionEmitter {
  /// The sample with gradients; nil where the image's type is not known.
  func withGradients(_ sampling: Instruction, _ sample: ImageSample) -> Instruction? {
    gradients(of: sample).flatMap { sampling.samplingWithGradients($0) }
  }

  /// The coordinate's tangents as gradients, scaled by the bias; nil where the image's type is not known.
  func gradients(of sample: ImageSample) -> ImageSample.Gradients? {
    guard let image = imageType(sample) else { return nil }
    let scalar = code.component(code.type(sample.coordinate))
    let type = builder.vectorType(scalar, count: image.dimension.coordinateCount)
    let scale = biasScale(sample, scalar)
    let gradients = Direction.allCases.map { direction -> ValueID in
      guard var gradient = movement(of: sample, image, type: type, direction) else {
        return builder.null(type)
      }
      if let scale {
        let product = code.product(
          .value(gradient, type), .value(scale, scalar), scalar: scalar)
        gradient = code.value(product, as: type)
      }
      return code.addFinite(gradient, type: type)
    }
    return ImageSample.Gradients(dx: gradients[0], dy: gradients[1])
  }

  /// How the place that is sampled moves: the coordinate's tangent without layer, after projection; nil where it
  /// does not.
  func movement(
    of sample: ImageSample, _ image: ImageType, type: TypeID, _ direction: Direction
  ) -> ValueID? {
    guard let tangent = tangent(sample.coordinate, direction) else { return nil }
    let count = image.dimension.coordinateCount
    return sample.isProjective
      ? projected(sample, tangent, count: count, type: type) : leading(tangent, count: count, type: type)
  }

  /// exp2 of the bias, clamped so that no finite bias overflows.
  private func biasScale(_ sample: ImageSample, _ scalar: TypeID) -> ValueID? {
    guard let bias = sample.bias else { return nil }
    if let number = builder.scalarConstant(bias) {
      return builder.constant(exp2(min(max(number, -32), 32)), scalar)
    }
    let type = code.type(bias)
    let set = builder.glslSet()
    let bounds = [-32, 32].map { builder.constant($0, type) }
    let clamped = code.add(type) {
      .extended(.fClamp, set: set, type: type, result: $0, [self.mapped(bias)] + bounds)
    }
    return code.add(type) { .extended(.exp2, set: set, type: type, result: $0, [clamped]) }
  }

  /// The first components of a coordinate or its tangent: no array layer.
  func leading(_ value: ValueID, count: Int, type: TypeID) -> ValueID {
    guard case .vector(let width) = code.shape(code.type(value)), width > count else { return value }
    if count == 1 {
      return code.add(type) { .compositeExtract(type: type, result: $0, value, path: [0]) }
    }
    return code.add(type) {
      .vectorShuffle(type: type, result: $0, value, value, components: (0..<UInt32(count)).map { $0 })
    }
  }

  /// The tangent of the projected coordinate: (xy_d − (xy/q)·q_d) / q.
  private func projected(
    _ sample: ImageSample, _ tangent: ValueID, count: Int, type: TypeID
  ) -> ValueID {
    let scalar = code.component(type)
    let coordinate = mapped(sample.coordinate)
    let q = code.add(scalar) {
      .compositeExtract(type: scalar, result: $0, coordinate, path: [UInt32(count)])
    }
    let dq = code.add(scalar) {
      .compositeExtract(type: scalar, result: $0, tangent, path: [UInt32(count)])
    }
    let xy = leading(coordinate, count: count, type: type)
    let dxy = leading(tangent, count: count, type: type)
    let emitter = FormulaEmitter(
      arguments: [.value(xy, type), .value(q, scalar), .value(dxy, type), .value(dq, scalar)],
      result: .constant(0), scalar: scalar)
    let inverse = reciprocal(.argument(1))
    let formula = (Formula.argument(2) - Formula.argument(0) * inverse * .argument(3)) * inverse
    let results = emitter.emit(FormulaProgram(formula), differentials: [[]], into: code)
    return code.value(results[0], as: type)
  }
}
