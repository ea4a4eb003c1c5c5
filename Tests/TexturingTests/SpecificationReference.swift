import Foundation
import Texturing

/// The Vulkan specification's chapter on sampling, written down formula by formula for one lane, in double
/// precision.
///
/// Independent of the sampler under test: sums of weights instead of nested interpolation, brute force
/// instead of tables.
struct SpecificationReference {
  let texture: Texture
  let sampler: SamplerState

  private var shape: TextureShape { texture.shape }
  private var dimensions: Int {
    switch shape.dimensionality {
    case .one, .buffer: 1
    case .two, .rectangle, .cube: 2
    case .three: 3
    }
  }
  private var isUnnormalized: Bool {
    sampler.hasUnnormalizedCoordinates || shape.dimensionality == .rectangle
  }

  /// The operands of one lane.
  struct Lane {
    var coordinate: [Double]
    var reference: Double?
    var lod: Double?
    var bias = 0.0
    var gradientX: [Double] = [0, 0, 0]
    var gradientY: [Double] = [0, 0, 0]
    var minLod = 0.0
    var offset: [Int32] = [0, 0, 0]
  }

  // MARK: Levels

  /// λ', d_l, the number of samples and whether they lie along x.
  func levels(_ lane: Lane) -> (
    unclamped: Double, parameter: Double, isMagnified: Bool, samples: Int, alongX: Bool
  ) {
    var base = lane.lod ?? 0
    var samples = 1
    var alongX = false
    if lane.lod == nil {
      let (x, y) = (length(lane, lane.gradientX), length(lane, lane.gradientY))
      let most = min(Double(sampler.maxAnisotropy), 16)
      let (major, minor) = (max(x, y), min(x, y))
      let ratio = major == 0 ? 1 : max(1, min(minor == 0 ? .infinity : major / minor, max(most, 1)))
      samples = Int(ratio.rounded(.up))
      base = max(-62, log2(major / ratio))
      alongX = x > y
    }
    let bias = min(max(Double(sampler.lodBias) + (lane.lod == nil ? lane.bias : 0), -16), 16)
    let unclamped = base + bias
    let least = max(Double(sampler.minLod), lane.minLod)
    let lod =
      unclamped > Double(sampler.maxLod) ? Double(sampler.maxLod) : unclamped < least ? least : unclamped
    var parameter = min(max(lod, 0), Double(texture.levelCount - 1))
    if sampler.mipmap == .nearest { parameter = (parameter + 0.5).rounded(.up) - 1 }
    return (unclamped, parameter, lod <= 0, samples, alongX)
  }

  private func length(_ lane: Lane, _ gradient: [Double]) -> Double {
    let sizes =
      isUnnormalized ? [1, 1, 1] : [Double(shape.width), Double(shape.height), Double(shape.depth)]
    var onFace = gradient
    if shape.dimensionality == .cube {
      // The exact derivative of the projection, by a difference so small that double precision still resolves
      // it.
      let h = 1e-6
      let face = self.face(lane.coordinate)
      let plus = project((0..<3).map { lane.coordinate[$0] + h * gradient[$0] }, on: face)
      let minus = project((0..<3).map { lane.coordinate[$0] - h * gradient[$0] }, on: face)
      onFace = [(plus.0 - minus.0) / (2 * h), (plus.1 - minus.1) / (2 * h), 0]
    }
    return (0..<dimensions).reduce(0.0) { $0 + pow(onFace[$1] * sizes[$1], 2) }.squareRoot()
  }

  // MARK: Cubes

  /// The face, z before y before x.
  func face(_ direction: [Double]) -> Int {
    let axis = [2, 1, 0].max { abs(direction[$0]) < abs(direction[$1]) || false } ?? 2
    let largest = abs(direction[axis])
    let chosen = abs(direction[2]) == largest ? 2 : abs(direction[1]) == largest ? 1 : 0
    return 2 * chosen + (direction[chosen] < 0 ? 1 : 0)
  }

  // The s and t axes of the six faces in space, from the specification's table.
  static let axes: [(s: [Double], t: [Double], r: [Double])] = [
    ([0, 0, -1], [0, -1, 0], [1, 0, 0]), ([0, 0, 1], [0, -1, 0], [-1, 0, 0]),
    ([1, 0, 0], [0, 0, 1], [0, 1, 0]), ([1, 0, 0], [0, 0, -1], [0, -1, 0]),
    ([1, 0, 0], [0, -1, 0], [0, 0, 1]), ([-1, 0, 0], [0, -1, 0], [0, 0, -1]),
  ]

  private func dot(_ a: [Double], _ b: [Double]) -> Double { (0..<3).reduce(0) { $0 + a[$1] * b[$1] } }

  func project(_ direction: [Double], on face: Int) -> (Double, Double) {
    let axes = Self.axes[face]
    let r = abs(dot(direction, axes.r))
    return (dot(direction, axes.s) / r / 2 + 0.5, dot(direction, axes.t) / r / 2 + 0.5)
  }

  /// The place in space of a texel of a face: the cube is 2 wide.
  private func center(_ face: Int, _ x: Int, _ y: Int, _ size: Int) -> [Double] {
    let s = (2 * Double(x) + 1) / Double(size) - 1
    let t = (2 * Double(y) + 1) / Double(size) - 1
    let axes = Self.axes[face]
    return (0..<3).map { axes.r[$0] + s * axes.s[$0] + t * axes.t[$0] }
  }

  /// The texel of another face that is nearest to one beyond an edge.
  func neighbor(_ face: Int, _ x: Int, _ y: Int, _ size: Int) -> (Int, Int, Int) {
    let outside = center(face, x, y, size)
    var best = (0, 0, 0)
    var least = Double.infinity
    for other in 0..<6 where other != face {
      for row in 0..<size {
        for column in 0..<size {
          let place = center(other, column, row, size)
          let distance = (0..<3).reduce(0.0) { $0 + pow(place[$1] - outside[$1], 2) }
          if distance < least - 1e-12 { (least, best) = (distance, (other, column, row)) }
        }
      }
    }
    return best
  }

  // MARK: Texels

  private func wrap(_ index: Int, _ size: Int, _ mode: SamplerState.AddressMode) -> Int {
    func modulo(_ a: Int, _ b: Int) -> Int { ((a % b) + b) % b }
    func mirror(_ n: Int) -> Int { n >= 0 ? n : -(1 + n) }
    return switch mode {
    case .repeat: modulo(index, size)
    case .mirroredRepeat: (size - 1) - mirror(modulo(index, 2 * size) - size)
    case .clampToEdge: min(max(index, 0), size - 1)
    case .clampToBorder: min(max(index, -1), size)
    case .mirrorClampToEdge: min(max(mirror(index), 0), size - 1)
    }
  }

  private func texel(_ at: [Int], slice: Int, level: Int, _ lane: Lane) -> [Double] {
    let value: SIMD4<Float>
    if let found = texture.texel(x: at[0], y: at[1], z: at[2], slice: slice, level: level) {
      value = found
    } else {
      let channels = texture.format.channels
      let border: SIMD4<Float> =
        switch sampler.border {
        case .transparentBlack: SIMD4(0, 0, 0, 0)
        case .opaqueBlack: SIMD4(0, 0, 0, 1)
        case .opaqueWhite: SIMD4(1, 1, 1, 1)
        case .floats(let colour): colour
        case .integers: SIMD4(repeating: .nan)
        }
      var replaced = SIMD4<Float>(0, 0, 0, 1)
      for channel in 0..<channels { replaced[channel] = border[channel] }
      value = replaced
    }
    guard var reference = lane.reference else { return (0..<4).map { Double(value[$0]) } }
    if texture.format.isUnsignedNormalized { reference = min(max(reference, 0), 1) }
    let depth = Double(value.x)
    let passes =
      switch sampler.comparison ?? .lessOrEqual {
      case .never: false
      case .less: reference < depth
      case .equal: reference == depth
      case .lessOrEqual: reference <= depth
      case .greater: reference > depth
      case .notEqual: reference != depth
      case .greaterOrEqual: reference >= depth
      case .always: true
      }
    return [passes ? 1 : 0, 0, 0, 1]
  }

  private func cubeTexel(_ face: Int, _ x: Int, _ y: Int, layer: Int, level: Int, _ lane: Lane) -> [Double] {
    let size = shape.size(ofLevel: level).width
    let (isInX, isInY) = ((0..<size).contains(x), (0..<size).contains(y))
    if isInX && isInY { return texel([x, y, 0], slice: 6 * layer + face, level: level, lane) }
    if isInX || isInY {
      let (face, x, y) = neighbor(face, x, y, size)
      return texel([x, y, 0], slice: 6 * layer + face, level: level, lane)
    }
    let (innerX, innerY) = (min(max(x, 0), size - 1), min(max(y, 0), size - 1))
    let three = [(innerX, innerY), (x, innerY), (innerX, y)].map {
      cubeTexel(face, $0.0, $0.1, layer: layer, level: level, lane)
    }
    return (0..<4).map { (three[0][$0] + three[1][$0] + three[2][$0]) / 3 }
  }

  private func layer(_ lane: Lane) -> Int {
    guard let layers = shape.arrayLayers else { return 0 }
    let place = shape.dimensionality == .cube ? 3 : dimensions
    return Int(min(max(lane.coordinate[place].rounded(.toNearestOrEven), 0), Double(layers - 1)))
  }

  /// Per axis, texels with their weights.
  private func axis(_ u: Double, _ isLinear: Bool) -> [(index: Int, weight: Double)] {
    guard isLinear else { return [(Int(u.rounded(.down)), 1)] }
    let low = (u - 0.5).rounded(.down)
    let fraction = u - 0.5 - low
    return [(Int(low), 1 - fraction), (Int(low) + 1, fraction)]
  }

  private func filtered(_ lane: Lane, level: Int, isLinear: Bool) -> [Double] {
    let size = shape.size(ofLevel: level)
    var sum = [0.0, 0, 0, 0]
    func add(_ texel: [Double], _ weight: Double) {
      for channel in 0..<4 { sum[channel] += weight * texel[channel] }
    }
    if shape.dimensionality == .cube {
      let face = self.face(lane.coordinate)
      let (s, t) = project(lane.coordinate, on: face)
      let count = Double(size.width)
      for x in axis(s * count, isLinear) {
        for y in axis(t * count, isLinear) {
          let i = isLinear ? x.index : min(max(x.index, 0), size.width - 1)
          let j = isLinear ? y.index : min(max(y.index, 0), size.width - 1)
          add(cubeTexel(face, i, j, layer: layer(lane), level: level, lane), x.weight * y.weight)
        }
      }
      return sum
    }
    let sizes = [size.width, size.height, size.depth]
    let modes = [sampler.addressU, sampler.addressV, sampler.addressW]
    let places = (0..<3).map { axis in
      if axis >= dimensions { return [(index: 0, weight: 1.0)] }
      let u = lane.coordinate[axis] * (isUnnormalized ? 1 : Double(sizes[axis])) + Double(lane.offset[axis])
      return self.axis(u, isLinear).map { (wrap($0.index, sizes[axis], modes[axis]), $0.weight) }
    }
    for x in places[0] {
      for y in places[1] {
        for z in places[2] {
          let value = texel([x.index, y.index, z.index], slice: layer(lane), level: level, lane)
          add(value, x.weight * y.weight * z.weight)
        }
      }
    }
    return sum
  }

  // MARK: Operations

  func sample(_ lane: Lane) -> [Double] {
    let levels = levels(lane)
    var sum = [0.0, 0, 0, 0]
    for index in 1...levels.samples {
      var moved = lane
      if levels.samples > 1 {
        let step = levels.alongX ? lane.gradientX : lane.gradientY
        let t = Double(index) / Double(levels.samples + 1) - 0.5
        for axis in 0..<(shape.dimensionality == .cube ? 3 : dimensions) {
          moved.coordinate[axis] += step[axis] * t
        }
      }
      let isLinear = (levels.isMagnified ? sampler.magnification : sampler.minification) == .linear
      let finer = Int(levels.parameter.rounded(.down))
      let coarser = min(finer + 1, texture.levelCount - 1)
      let delta = levels.parameter - Double(finer)
      let fine = filtered(moved, level: finer, isLinear: isLinear)
      let coarse = filtered(moved, level: coarser, isLinear: isLinear)
      for channel in 0..<4 {
        sum[channel] += ((1 - delta) * fine[channel] + delta * coarse[channel]) / Double(levels.samples)
      }
    }
    return sum
  }

  func gather(_ lane: Lane, component: Int, offsets: [[Int32]]?) -> [Double] {
    let size = shape.size(ofLevel: 0)
    // (i0, j1), (i1, j1), (i1, j0), (i0, j0).
    let corners = [(0, 1), (1, 1), (1, 0), (0, 0)]
    return (0..<4).map { index in
      let (dx, dy) = offsets == nil ? corners[index] : (0, 0)
      if shape.dimensionality == .cube {
        let face = self.face(lane.coordinate)
        let (s, t) = project(lane.coordinate, on: face)
        let x = axis(s * Double(size.width), true)[dx].index
        let y = axis(t * Double(size.width), true)[dy].index
        return cubeTexel(face, x, y, layer: layer(lane), level: 0, lane)[component]
      }
      let own = offsets?[index] ?? [0, 0]
      let scale = isUnnormalized ? [1, 1] : [Double(size.width), Double(size.height)]
      let u = lane.coordinate[0] * scale[0] + Double(lane.offset[0]) + Double(own[0])
      let v = lane.coordinate[1] * scale[1] + Double(lane.offset[1]) + Double(own[1])
      let x = wrap(axis(u, true)[dx].index, size.width, sampler.addressU)
      let y = wrap(axis(v, true)[dy].index, size.height, sampler.addressV)
      return texel([x, y, 0], slice: layer(lane), level: 0, lane)[component]
    }
  }
}
