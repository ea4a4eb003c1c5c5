import Foundation
import SPIRV

extension Machine {
  static let imageHandlers: [Op: Handler] = [
    .sampledImage: { machine, code in try machine.value(code, 0) },
    .image: { machine, code in try machine.value(code, 0) },
    .imageSampleImplicitLod: sampling(), .imageSampleExplicitLod: sampling(isImplicit: false),
    .imageSampleDrefImplicitLod: sampling(isDepth: true),
    .imageSampleDrefExplicitLod: sampling(isImplicit: false, isDepth: true),
    .imageSampleProjImplicitLod: sampling(isProjective: true),
    .imageSampleProjExplicitLod: sampling(isImplicit: false, isProjective: true),
    .imageSampleProjDrefImplicitLod: sampling(isProjective: true, isDepth: true),
    .imageSampleProjDrefExplicitLod: sampling(isImplicit: false, isProjective: true, isDepth: true),
    .imageSparseSampleImplicitLod: sampling(isSparse: true),
    .imageSparseSampleExplicitLod: sampling(isImplicit: false, isSparse: true),
    .imageSparseSampleDrefImplicitLod: sampling(isDepth: true, isSparse: true),
    .imageSparseSampleDrefExplicitLod: sampling(isImplicit: false, isDepth: true, isSparse: true),
    .imageFetch: fetch(), .imageRead: fetch(), .imageSparseFetch: fetch(isSparse: true),
    .imageSparseRead: fetch(isSparse: true),
    .imageGather: gather(), .imageDrefGather: gather(isDepth: true),
    .imageSparseGather: gather(isSparse: true), .imageSparseDrefGather: gather(isDepth: true, isSparse: true),
    .imageWrite: { _, _ in nil },
    .imageSparseTexelsResident: { _, _ in .bool(true) },
    .imageQuerySize: size, .imageQuerySizeLod: size,
    .imageQueryLevels: { _, _ in .int(ProceduralTexture.levels) },
    .imageQuerySamples: { _, _ in .int(ProceduralTexture.samples) },
    // The level plays no part in procedural textures, so any fixed answer will do.
    .imageQueryLod: { machine, code in try machine.shape([Lanes(1.25), Lanes(1.25)], code.type) },
  ]

  private static let size: Handler = { machine, code in
    try machine.tree(code.type) { _ in .int(ProceduralTexture.size) }
  }

  // MARK: Samples

  private static func sampling(
    isImplicit: Bool = true, isProjective: Bool = false, isDepth: Bool = false, isSparse: Bool = false
  ) -> Handler {
    { machine, code in
      let texture = try machine.texture(code)
      let image = try machine.imageType(code.args[0])
      var coordinate = try machine.floats(code, 1)
      let count = image.dimension.coordinateCount
      let layer = image.isArrayed ? coordinate[count].map(choice: rounded, rounded) : Lanes(0)
      if isProjective {
        let divisor = coordinate[count]
        coordinate = coordinate.map { $0.zip(divisor, choice: { Lanes<Double>.side($1) }, /) }
      }
      var reference = isDepth ? try machine.floats(code, 2)[0] : nil
      if isProjective, let depth = reference {
        reference = depth.zip(try machine.floats(code, 1)[count], /)
      }
      coordinate = Array(coordinate.prefix(count))
      let operands = try machine.imageOperands(code, after: isDepth ? 3 : 2)
      machine.recordSample(
        code, texture, image, coordinate, operands, isImplicit: isImplicit, isDepth: isDepth)
      let place = try operands.offset(coordinate, image)
      let texel = try machine.texel(
        code, texture, at: place, layer: layer, reference: reference, isSparse: isSparse)
      guard machine.options.gradientResponse != 0 else { return texel }
      let response = machine.gradientResponse(coordinate, operands, isImplicit: isImplicit)
      return texel.mapLeaves { leaf in
        if case .float(let lanes) = leaf { .float(lanes + response) } else { leaf }
      }
    }
  }

  private static let rounded: @Sendable (Double) -> Double = { ($0 + 0.5).rounded(.down) }

  private func recordSample(
    _ code: Program.Code, _ texture: Value.Texture, _ image: ImageType, _ coordinate: [Lanes<Double>],
    _ operands: ImageOperands, isImplicit: Bool, isDepth: Bool
  ) {
    let place = Value.composite(coordinate.map { .float($0) }).flawed(like: path).floats
    func stencil(_ kind: Derivative.Kind) -> [Double?] {
      Value.composite(place.map { .float(derivative(kind, $0)) }).references
    }
    record.samples.append(
      Execution.SampleRecord(
        result: ValueID(code.result ?? 0), texture: texture.name, dimension: image.dimension,
        coordinate: place, dx: stencil(.dx), dy: stencil(.dy), gradients: operands.gradients,
        bias: operands.bias, lod: operands.lod, minLod: operands.minLod, isImplicit: isImplicit,
        isDepth: isDepth))
  }

  /// What the gradients add to a sample's channels: a weight of its own for each of their components.
  private func gradientResponse(
    _ coordinate: [Lanes<Double>], _ operands: ImageOperands, isImplicit: Bool
  ) -> Lanes<Double> {
    var gradients = operands.gradientLanes
    if isImplicit {
      let scale = exp2(min(max(operands.bias ?? 0, -32), 32))
      gradients = [.dx, .dy].map { kind in coordinate.map { derivative(kind, $0).map { $0 * scale } } }
    }
    var sum = Lanes(0.0)
    for (direction, gradient) in gradients.enumerated() {
      for (axis, slope) in gradient.enumerated() {
        let weight = options.gradientResponse * (1 + 0.6 * Double(direction) + 0.25 * Double(axis))
        sum = sum + slope.map { $0 * weight }
      }
    }
    return sum
  }

  /// The texel, or the comparison's result, in the instruction's result type.
  private func texel(
    _ code: Program.Code, _ texture: Value.Texture, at coordinate: [Lanes<Double>], layer: Lanes<Double>,
    reference: Lanes<Double>?, isSparse: Bool
  ) throws -> Value {
    let count = coordinate.count
    var channel = 0
    return try inResidency(code, isSparse) { type in
      try tree(type) { scalar in
        let results = combine(coordinate + [layer, reference ?? Lanes(0)]) { lane in
          let place = Array(lane[..<count])
          let result =
            reference == nil
            ? ProceduralTexture.channel(channel, of: texture.seed, at: place, layer: lane[count])
            : ProceduralTexture.compare(
              texture.seed, at: place, layer: lane[count], reference: lane[count + 1])
          return ([result], choice: 0)
        }
        channel += 1
        return converted(results[0], to: scalar)
      }
    }
  }

  /// A texel of an integer texture is the channel in 256 steps.
  private func converted(_ lanes: Lanes<Double>, to scalar: Type) -> Value {
    guard case .int(let width, _) = scalar else { return .float(lanes) }
    return .int(lanes.map { UInt64(max($0 * 256, 0)) }.settled, width: width)
  }

  /// A sparse result is a structure of a residency code and the texel.
  private func inResidency(
    _ code: Program.Code, _ isSparse: Bool, _ texel: (TypeID?) throws -> Value
  ) throws -> Value {
    guard isSparse else { return try texel(code.type) }
    guard case .structure(let members) = try type(code.type), members.count == 2 else {
      throw InterpreterError.malformed("a sparse result that is no pair")
    }
    return .composite([.int(0), try texel(members[1])])
  }

  // MARK: Reads at texels

  private static func fetch(isSparse: Bool = false) -> Handler {
    { machine, code in
      let texture = try machine.texture(code)
      let place = try machine.integers(code, 1).map { axis in
        axis.map { (Double($0) + 0.5) / Double(ProceduralTexture.size) }
      }
      // The subpass input is the same on every lane: there is no neighbour to read.
      return try machine.texel(
        code, texture, at: place, layer: Lanes(0), reference: nil, isSparse: isSparse)
    }
  }

  private static func gather(isDepth: Bool = false, isSparse: Bool = false) -> Handler {
    { machine, code in
      let texture = try machine.texture(code)
      let image = try machine.imageType(code.args[0])
      let count = image.dimension.coordinateCount
      let all = try machine.floats(code, 1)
      let layer = image.isArrayed ? all[count].map(choice: rounded, rounded) : Lanes(0)
      // Whole texels: between their borders a gather is constant.
      let whole: @Sendable (Double) -> Double = { ($0 * Double(ProceduralTexture.size) - 0.5).rounded(.down) }
      let place = all.prefix(count).map { $0.map(choice: whole, whole) }
      let component = isDepth ? 0 : Int(try machine.integers(code, 2)[0].centre)
      let reference = isDepth ? try machine.floats(code, 2)[0] : Lanes(0)
      var corner = 0
      return try machine.inResidency(code, isSparse) { type in
        try machine.tree(type) { scalar in
          let offset = [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)][corner % 4]
          corner += 1
          let results = combine(place + [layer, reference]) { lane in
            var texel = lane.prefix(count).map { ($0 + 0.5) / Double(ProceduralTexture.size) }
            texel[0] += offset.0 / Double(ProceduralTexture.size)
            texel[1] += offset.1 / Double(ProceduralTexture.size)
            let depth = ProceduralTexture.channel(
              component, of: texture.seed, at: texel, layer: lane[count])
            return ([isDepth ? (lane[count + 1] <= depth ? 1 : 0) : depth], choice: 0)
          }
          return machine.converted(results[0], to: scalar)
        }
      }
    }
  }

  // MARK: Operands

  private func texture(_ code: Program.Code) throws -> Value.Texture {
    guard case .texture(let texture) = try value(code, 0) else {
      throw InterpreterError.malformed("\(code.name) of no image")
    }
    return texture
  }

  private func imageType(_ id: UInt32) throws -> ImageType {
    switch try type(program.index.type(of: ValueID(id))) {
    case .image(let image): return image
    case .sampledImage(let image):
      if case .image(let image) = try type(image) { return image }
      fallthrough
    default: throw InterpreterError.malformed("%\(id) is no image")
    }
  }

  private func imageOperands(_ code: Program.Code, after fixed: Int) throws -> ImageOperands {
    var operands = ImageOperands()
    guard code.args.count > fixed else { return operands }
    let mask = code.args[fixed]
    var at = fixed + 1
    func next() throws -> [Lanes<Double>] {
      at += 1
      return try floats(code, at - 1)
    }
    if mask & 0x1 != 0 { operands.bias = try next().first?.centre }
    if mask & 0x2 != 0 { operands.lod = try next().first?.centre }
    if mask & 0x4 != 0 { operands.gradientLanes = [try next(), try next()] }
    if mask & 0x18 != 0 {
      operands.texelOffset = try integers(code, at)
      at += 1
    }
    if mask & 0x20 != 0 { at += 1 }
    if mask & 0x40 != 0 { at += 1 }
    if mask & 0x80 != 0 { operands.minLod = try next().first?.centre }
    return operands
  }
}

/// The optional operands of a sample.
struct ImageOperands {
  var bias: Double?
  var lod: Double?
  var minLod: Double?
  /// The explicit gradients in x and in y; empty where there are none.
  var gradientLanes: [[Lanes<Double>]] = []
  var texelOffset: [Lanes<Int64>] = []

  /// The explicit gradients at the centre.
  var gradients: (dx: [Double], dy: [Double])? {
    gradientLanes.isEmpty ? nil : (gradientLanes[0].map(\.centre), gradientLanes[1].map(\.centre))
  }

  /// The coordinate with the texel offset added.
  func offset(_ coordinate: [Lanes<Double>], _ image: ImageType) throws -> [Lanes<Double>] {
    let texel = 1 / Double(ProceduralTexture.size)
    // Rectangle textures count in texels; the procedural functions do not.
    let scaled = image.dimension == .rect ? coordinate.map { $0.map { $0 * texel } } : coordinate
    return scaled.enumerated().map { axis, place in
      axis < texelOffset.count ? place.zip(texelOffset[axis]) { $0 + Double($1) * texel } : place
    }
  }
}
