// Textures before GLSL 130, read by functions that name what they read.
extension ShaderWriter {
  /// A texel at a place.
  mutating func legacyTexel(_ texture: TextureVariable, at place: Node, _ depth: Int) -> Value {
    let type = texture.type
    let hasProjection = type.dimension != .cube
    let function = "texture\(type.name.dropFirst("sampler".count))"
    let (level, gradient) = (dialect.levelSuffix, dialect.gradientSuffix)
    func value(_ suffix: String, _ arguments: String, _ parts: [Node]) -> Value {
      Value(.vec(4), -1...1.5, "\(function)\(suffix)(\(texture.name), \(arguments))", parts)
    }
    let wide = "vec\(type.count + 1)(#, #)"
    if type == TextureType(dimension: .two), let taker = samplerFunctions.last, once(in: 3) {
      return Value(.vec(4), -1...1.5, "\(taker)(\(texture.name), #)", [place])
    }
    switch number(0...7) {
    case 0: return value("", "#, #", [place, tamed(float(.float, depth: 1), to: 2).node])
    case 1: return value("Lod\(level)", "#, #", [place, positive(float(.float, depth: 1), to: 2).node])
    case 2: return value("Grad\(gradient)", "#, #, #", [place] + gradients(type))
    case 3 where hasProjection: return value("Proj", wide, [place, positive(float(.float, depth: 1)).node])
    case 4 where hasProjection:
      return value("ProjLod\(level)", "\(wide), 1.0", [place, positive(float(.float, depth: 1)).node])
    case 5 where type.dimension == .two:
      return value("Proj", "vec4(#, 0.3, #), 0.5", [place, positive(float(.float, depth: 1)).node])
    case 6 where type.dimension == .two:
      return value(
        "ProjGrad\(gradient)", "\(wide), #, #", [place, Node.expression("float", "1.5")] + gradients(type))
    default: return value("", "#", [place])
    }
  }
}
