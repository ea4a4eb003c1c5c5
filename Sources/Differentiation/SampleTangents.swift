import SPIRV

// The tangent of a sample, where a site depends on one. The level of detail is held fixed, and extra samples stay
// in the block of the sample's OpSampledImage. Gradients that the sample is given are a footprint and no factor of
// the chain: that is the coordinate's own tangent.
extension FunctionEmitter {
  /// Sets the tangents of a sample.
  ///
  /// - Parameters:
  ///   - sampling: the sample as it is emitted.
  ///   - sample: its operands in the original.
  func setTangents(
    ofSample number: Int, _ sampling: Instruction, _ sample: ImageSample, result: ValueID, type: TypeID,
    _ active: [Direction]
  ) {
    switch context.options.textureDerivative {
    case .difference: setDifferences(sampling, sample, result: result, type: type, active)
    case .central:
      set(result, active) { direction in
        guard let step = self.step(sample, direction) else { return nil }
        let coordinateType = code.type(sample.coordinate)
        let half = code.value(
          code.product(
            .constant(0.5), .value(step, coordinateType), scalar: code.component(coordinateType)),
          as: coordinateType)
        let coordinate = mapped(sample.coordinate)
        let ahead = code.sum(coordinate, half, coordinateType)
        let behind = code.difference(coordinate, half, coordinateType)
        guard let next = self.sample(sampling, at: ahead, type: type),
          let previous = self.sample(sampling, at: behind, type: type)
        else { return nil }
        return code.difference(next, previous, type)
      }
    case .bilinear:
      guard let slopes = BilinearDerivative(self, sampling, sample, type: type)?.slopes() else {
        remark(number, "bilinear is of float samples of 2D textures: its derivative is a difference")
        return setDifferences(sampling, sample, result: result, type: type, active)
      }
      remark(number, "its derivative takes the filter for linear, in the texture and between its levels")
      set(result, active) { slopes.along(movement: $0) }
    case .keep, .error: break
    }
  }

  /// One more sample a pixel's step along the coordinate's tangent, minus the sample.
  private func setDifferences(
    _ sampling: Instruction, _ sample: ImageSample, result: ValueID, type: TypeID, _ active: [Direction]
  ) {
    set(result, active) { direction in
      guard let step = step(sample, direction) else { return nil }
      let moved = code.sum(mapped(sample.coordinate), step, code.type(sample.coordinate))
      guard let again = self.sample(sampling, at: moved, type: type) else { return nil }
      return code.difference(again, mapped(result), type)
    }
  }

  /// The same sample at another coordinate.
  private func sample(_ sampling: Instruction, at coordinate: ValueID, type: TypeID) -> ValueID? {
    let result = builder.newValue(type: type)
    guard let again = sampling.sampling(at: coordinate, result: result) else { return nil }
    code.add(again)
    return result
  }

  /// A coordinate's tangent with the array layer's component zeroed. A coordinate in projection is stepped as it
  /// is, and then projected.
  private func step(_ sample: ImageSample, _ direction: Direction) -> ValueID? {
    guard let tangent = tangent(sample.coordinate, direction) else { return nil }
    guard let image = imageType(sample), image.isArrayed else { return tangent }
    let type = code.type(sample.coordinate)
    let zero = builder.null(code.component(type))
    let layer = UInt32(image.dimension.coordinateCount)
    return code.add(type) {
      .compositeInsert(type: type, result: $0, zero, into: tangent, path: [layer])
    }
  }

  private func remark(_ number: Int, _ text: String) {
    remarks[number] = Remark(
      location: module.location(of: number, in: shape), subject: "texture sample", text: text)
  }
}
