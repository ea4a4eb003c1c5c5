import Foundation
import Lowering
import SPIRV
import Texturing

/// Makes the textures and samplers of a shader's image resources.
struct TextureBinder {
  let sidecar: Sidecar
  let folder: String
  private(set) var bindings: [TexelBinding] = []
  /// The names of the sidecar that were used.
  private(set) var used: Set<String> = []

  /// The most elements of an array.
  private static let elementLimit = 4096

  /// The elements that a runtime array of resources gets.
  static let runtimeElements = 8

  /// The texels of all textures so far, that is of their first levels.
  private var texels = 0

  init(sidecar: Sidecar, folder: String) {
    self.sidecar = sidecar
    self.folder = folder
  }

  /// Binds all elements of a resource.
  mutating func bind(_ resource: Resource, at index: Int) throws(BindingError) {
    guard resource.count <= Self.elementLimit else {
      throw .texture(name: resource.name, message: "an array of more than \(Self.elementLimit) elements")
    }
    for element in 0..<(resource.count == 0 ? Self.runtimeElements : resource.count) {
      let source = source(of: resource, element)
      switch resource.kind {
      case .sampledImage(let image):
        let texture = try texture(source, image, resource.name, element)
        try count(texture, resource)
        bindings.append(
          TexelBinding(resource: index, element: element, texture: texture, sampler: sampler(source, image)))
      case .image(let image), .inputAttachment(let image):
        let texture = try texture(source, image, resource.name, element)
        try count(texture, resource)
        bindings.append(TexelBinding(resource: index, element: element, texture: texture))
      case .sampler:
        bindings.append(
          TexelBinding(resource: index, element: element, texture: nil, sampler: sampler(source, nil)))
      case .uniformBlock, .storageBlock, .pushConstants, .looseUniform: break
      }
    }
  }

  /// Counts a texture in: all together have no more texels than one may have.
  private mutating func count(_ texture: Texture, _ resource: Resource) throws(BindingError) {
    texels += texture.shape.texelCount(ofLevel: 0)
    guard texels <= TextureShape.texelLimit else {
      throw .texture(
        name: resource.name, message: "all textures have more than \(TextureShape.texelLimit) texels")
    }
  }

  private mutating func source(of resource: Resource, _ element: Int) -> TextureSource {
    for name in ["\(resource.name)[\(element)]", resource.name] {
      if let given = sidecar.textures[name] {
        used.insert(name)
        return given
      }
    }
    return sidecar.everyTexture ?? TextureSource(pattern: NameGuess(resource.name).pattern)
  }

  private func sampler(_ source: TextureSource, _ image: ImageDescription?) -> SamplerState {
    var state = SamplerState(
      filter: source.filter == .nearest ? .nearest : .linear, address: Self.address(source.address))
    state.mipmap = source.filter == .trilinear ? .linear : .nearest
    state.maxAnisotropy = Float(source.anisotropy)
    // A sampler alone may be used with any image: the server compares where the shader does.
    if image?.type.isDepth == true { state.comparison = .lessOrEqual }
    return state
  }

  private static func address(_ address: TextureSource.Address) -> SamplerState.AddressMode {
    switch address {
    case .repeat: .repeat
    case .mirroredRepeat: .mirroredRepeat
    case .clampToEdge: .clampToEdge
    case .clampToBorder: .clampToBorder
    case .mirrorClampToEdge: .mirrorClampToEdge
    }
  }

  private func texture(
    _ source: TextureSource, _ image: ImageDescription, _ name: String, _ element: Int
  ) throws(BindingError) -> Texture {
    do {
      if let file = source.file { return try picture(file, source, image, name) }
      let shape = Self.shape(image.type, source, width: source.width, height: source.height)
      // Each texture its own: by name and element.
      let seed = UInt64(NamedDraw.unit(name, [element]) * 0x1p32)
      return try Self.pattern(source.pattern, shape, Self.format(image), seed)
    } catch let error as BindingError {
      throw error
    } catch {
      throw .texture(name: name, message: "\(error)")
    }
  }

  private static func format(_ image: ImageDescription) -> TexelFormat {
    switch image.texel {
    case .float: TexelFormat(image.type.isDepth ? .depth32 : .float32)
    case .int(_, let isSigned): TexelFormat(isSigned ? .int32 : .uint32)
    case .bool: TexelFormat(.uint32)
    }
  }

  private static func shape(_ type: ImageType, _ source: TextureSource, width: Int, height: Int)
    -> TextureShape
  {
    let layers = type.isArrayed ? source.layers : nil
    switch type.dimension {
    case .oneD: return .one(width: width, layers: layers)
    case .twoD, .subpassData:
      return .two(width: width, height: height, layers: layers, samples: type.isMultisampled ? 4 : 1)
    case .threeD: return .three(width: width, height: height, depth: source.layers)
    case .cube: return .cube(size: width, layers: layers)
    case .rect: return .rectangle(width: width, height: height)
    case .buffer: return .buffer(width: width * height)
    }
  }

  private static func pattern(
    _ pattern: TextureSource.Pattern, _ shape: TextureShape, _ format: TexelFormat, _ seed: UInt64
  ) throws(TextureError) -> Texture {
    switch pattern {
    case .checker: return try ProceduralTexture.checker.texture(shape, format, seed: seed)
    case .noise: return try ProceduralTexture.noise.texture(shape, format, seed: seed)
    case .ramp: return try ProceduralTexture.ramp.texture(shape, format, seed: seed)
    case .normalMap:
      let noise = try ProceduralTexture.noise.texture(shape, TexelFormat(.float32), seed: seed)
      guard format.kind == .float else {
        return try ProceduralTexture.noise.texture(shape, format, seed: seed)
      }
      var texels: [SIMD4<Float>] = []
      for layer in 0..<shape.slices {
        for z in 0..<shape.depth {
          for y in 0..<shape.height {
            for x in 0..<shape.width { texels.append(normal(noise, shape, x, y, z, layer)) }
          }
        }
      }
      let samples = texels.flatMap { [SIMD4<Float>](repeating: $0, count: shape.samples) }
      return try Texture(shape, format, texels: samples)
    }
  }

  /// The normal of noise taken as heights, brought from −1…1 to 0…1.
  private static func normal(
    _ noise: Texture, _ shape: TextureShape, _ x: Int, _ y: Int, _ z: Int, _ slice: Int
  ) -> SIMD4<Float> {
    func height(_ dx: Int, _ dy: Int) -> Float {
      noise.texel(
        x: (x + dx + shape.width) % shape.width, y: (y + dy + shape.height) % shape.height, z: z, slice: slice
      )?.x
        ?? 0
    }
    let slope = SIMD3(height(-1, 0) - height(1, 0), height(0, -1) - height(0, 1), 0.5)
    let unit = slope / (slope * slope).sum().squareRoot()
    return SIMD4(0.5 + 0.5 * unit, 1)
  }

  /// A file's picture in every face, layer or slice of the image.
  private func picture(
    _ file: String, _ source: TextureSource, _ image: ImageDescription, _ name: String
  ) throws -> Texture {
    let path = file.hasPrefix("/") ? file : (folder as NSString).appendingPathComponent(file)
    let picture = try ImageFile(readingPNG: path)
    guard case .float = image.texel else {
      throw BindingError.texture(name: name, message: "integer images take patterns only")
    }
    guard image.type.dimension != .cube || picture.width == picture.height else {
      throw BindingError.texture(name: name, message: "\(path) is not square, as a cube's faces are")
    }
    let height = image.type.dimension == .oneD || image.type.dimension == .buffer ? 1 : picture.height
    let shape = Self.shape(image.type, source, width: picture.width, height: height)
    // Before room is made for as many colors.
    try shape.check()
    let colors = Array(picture.colors(source.isSRGB ? .sRGB : .linear).prefix(picture.width * height))
    let repeated = (0..<shape.slices * shape.depth).flatMap { _ in colors }
    let samples =
      shape.samples == 1 ? repeated : repeated.flatMap { [SIMD4](repeating: $0, count: shape.samples) }
    return try Texture(shape, Self.format(image), texels: samples)
  }
}
