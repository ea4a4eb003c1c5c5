/// A texture's type.
struct TextureType: Hashable, Sendable {
  enum Dimension: Hashable, Sendable { case one, two, three, cube, rectangle, buffer, multisampled }
  var dimension: Dimension
  var isArray = false
  var isShadow = false
  var texel = GLSLType.Scalar.float

  /// As GLSL spells it.
  var name: String {
    let prefix = texel == .int ? "i" : texel == .uint ? "u" : ""
    let base =
      switch dimension {
      case .one: "1D"
      case .two: "2D"
      case .three: "3D"
      case .cube: "Cube"
      case .rectangle: "2DRect"
      case .buffer: "Buffer"
      case .multisampled: "2DMS"
      }
    return "\(prefix)sampler\(base)\(isArray ? "Array" : "")\(isShadow ? "Shadow" : "")"
  }

  /// The components of a place in it, without layer.
  var count: Int {
    switch dimension {
    case .one, .buffer: 1
    case .two, .rectangle, .multisampled: 2
    case .three, .cube: 3
    }
  }

  var hasLevels: Bool { dimension != .rectangle && dimension != .buffer && dimension != .multisampled }
}

/// A texture of a program.
struct TextureVariable {
  var name: String
  var type: TextureType
}

// Textures: every form in which they are read.
extension ShaderWriter {
  private mutating func drawTextureType() -> TextureType {
    switch number(0...(dialect.isLegacy ? 8 : 21)) {
    case 6 where dialect.isLegacy: return TextureType(dimension: dialect.isES ? .two : pick([.one, .three]))
    case 0...5: return TextureType(dimension: .two)
    case 6: return TextureType(dimension: .two, isArray: true)
    case 7, 8: return TextureType(dimension: .cube)
    case 9, 10: return TextureType(dimension: .three)
    case 11: return TextureType(dimension: .two, isShadow: true)
    case 12: return TextureType(dimension: .cube, isShadow: true)
    case 13: return TextureType(dimension: .two, isArray: true, isShadow: true)
    case 14 where dialect.isDesktop: return TextureType(dimension: .one)
    case 15 where dialect.isDesktop: return TextureType(dimension: .one, isArray: true)
    case 16 where dialect.isDesktop: return TextureType(dimension: .one, isArray: once(in: 2), isShadow: true)
    case 17 where dialect.isDesktop && !dialect.isVulkan && dialect.hasBlocks:
      return TextureType(dimension: .rectangle, isShadow: once(in: 2))
    case 18 where dialect.hasCubeArrays:
      return TextureType(dimension: .cube, isArray: true, isShadow: once(in: 3))
    case 19: return TextureType(dimension: .two, texel: pick([.int, .uint]))
    case 20 where dialect.isES ? dialect.version >= 320 : dialect.hasBlocks:
      return TextureType(dimension: .buffer)
    case 21 where !dialect.isES && dialect.hasInverse: return TextureType(dimension: .multisampled)
    default: return TextureType(dimension: .two)
    }
  }

  /// A texture that is declared, of a kind; nil where there is none.
  mutating func texture(where isMeant: (TextureVariable) -> Bool) -> TextureVariable? {
    let found = textures.filter(isMeant)
    return found.isEmpty ? nil : pick(found)
  }

  private mutating func anyTexture() -> TextureVariable {
    if textures.count >= 3 || !textures.isEmpty && once(in: 2) { return pick(textures) }
    let type = drawTextureType()
    let name = name("t")
    let binding = 2 * textures.count + 1
    func layout(_ binding: Int) -> String { dialect.isVulkan ? "layout(set = 0, binding = \(binding)) " : "" }
    let precision =
      dialect.isES && type.texel != .float || dialect.isES && type.dimension == .buffer ? "highp " : ""
    var texture = TextureVariable(name: name, type: type)
    if dialect.isVulkan, type.hasLevels, once(in: 4) {
      let own = type.name.replacing("sampler", with: "texture").replacing("Shadow", with: "")
      declarations += [
        .item("\(layout(binding))uniform \(own) \(name);"),
        .item("\(layout(binding + 1))uniform sampler\(type.isShadow ? "Shadow" : "") \(name)s;"),
      ]
      texture.name = "\(type.name)(\(name), \(name)s)"
    } else if type.hasLevels, once(in: 6) {
      declarations.append(.item("\(layout(binding))uniform \(precision)\(type.name) \(name)[2];"))
      texture.name = "\(name)[\(number(0...1))]"
    } else {
      declarations.append(.item("\(layout(binding))uniform \(precision)\(type.name) \(name);"))
    }
    textures.append(texture)
    return texture
  }

  /// What a texture gives, in a type.
  mutating func sampled(_ type: GLSLType, _ depth: Int) -> Value {
    if once(in: 10), let read = imageRead(type) { return read }
    let texture = anyTexture()
    let read = texture.type.isShadow ? compared(texture, depth) : texel(texture, depth)
    let width = type.width ?? 1
    let range = -1.0...1.5
    if texture.type.isShadow, read.type == .float {
      return Value(type, range, width == 1 ? "#" : "\(type.name)(#)", [read.node])
    }
    let part = width == 4 ? read.node : Node.expression(type.name, "#.\(swizzle(width, of: 4))", [read.node])
    if read.type.scalar == .float { return Value(type, range, "#", [part]) }
    return Value(type, range, "(\(type.name)(# & 7\(read.type.scalar == .uint ? "u" : "")) * 0.1)", [part])
  }

  /// A place in a texture, with its layer.
  private mutating func coordinate(_ texture: TextureType, _ depth: Int) -> Node {
    let type = GLSLType.vec(texture.count)
    var place = tamed(float(type, depth: depth), to: 4)
    if texture.dimension == .rectangle { place = Value(type, -40...40, "(# * 6.0)", [place.node]) }
    // Two components that are the same would keep a direction on the edge between two faces.
    if texture.dimension == .cube {
      place = Value(type, -4...4, "(# * vec3(0.9, 0.7, 0.8) + vec3(0.03, 0.11, -0.07))", [place.node])
    }
    guard texture.isArray else { return place.node }
    let layer = once(in: 5) ? float(.float, depth: 1).node : Node.expression("float", "\(number(0...2)).0")
    return .expression("vec\(texture.count + 1)", "vec\(texture.count + 1)(#, #)", [place.node, layer])
  }

  mutating func gradients(_ texture: TextureType) -> [Node] {
    (0..<2).map { _ in
      .expression(
        GLSLType.vec(texture.count).name, "(0.1 * #)", [float(.vec(texture.count), depth: 1).node])
    }
  }

  private func offset(_ texture: TextureType, _ numbers: [Int]) -> String {
    let list = numbers.prefix(texture.count).map(String.init).joined(separator: ", ")
    return texture.count == 1 ? list : "ivec\(texture.count)(\(list))"
  }

  private mutating func texel(_ texture: TextureVariable, _ depth: Int) -> Value {
    let (type, name) = (texture.type, texture.name)
    let result = GLSLType.of(type.texel, 4)
    func value(_ template: String, _ parts: [Node]) -> Value { Value(result, -1...1.5, template, parts) }
    let shift = offset(type, [number(-3...3), number(-3...3), number(-3...3)])
    let integers = "ivec\(type.count + (type.isArray ? 1 : 0))".replacing("ivec1", with: "int")
    switch type.dimension {
    case .buffer: return value("texelFetch(\(name), #)", [index(below: 8)])
    case .multisampled:
      return value("texelFetch(\(name), ivec2(#, #), \(number(0...3)))", [index(below: 4), index(below: 4)])
    case .one, .two, .three, .cube, .rectangle: break
    }
    let place = coordinate(type, depth - 1)
    if dialect.isLegacy { return legacyTexel(texture, at: place, depth) }
    let hasOffset = type.dimension != .cube
    let hasProjection = !type.isArray && type.dimension != .cube
    let isPlain = type.hasLevels
    let divisor = positive(float(.float, depth: depth - 2)).node
    let wide = "vec\(type.count + 1)(#, #)"
    if type == TextureType(dimension: .two), !name.contains("("), let function = samplerFunctions.last,
      once(in: 3)
    {
      return value("\(function)(\(name), #)", [place])
    }
    switch number(0...19) {
    case 0 where isPlain:
      return value("texture(\(name), #, #)", [place, tamed(float(.float, depth: 1), to: 2).node])
    case 1 where isPlain:
      return value("textureLod(\(name), #, #)", [place, positive(float(.float, depth: 1), to: 2).node])
    case 2: return value("textureGrad(\(name), #, #, #)", [place] + gradients(type))
    case 3 where hasOffset: return value("textureOffset(\(name), #, \(shift))", [place])
    case 4 where hasOffset && isPlain:
      return value(
        "textureOffset(\(name), #, \(shift), #)", [place, tamed(float(.float, depth: 1), to: 2).node])
    case 5 where hasOffset && isPlain:
      return value(
        "textureLodOffset(\(name), #, #, \(shift))", [place, positive(float(.float, depth: 1), to: 2).node])
    case 6 where hasOffset:
      return value("textureGradOffset(\(name), #, #, #, \(shift))", [place] + gradients(type))
    case 7 where hasProjection: return value("textureProj(\(name), \(wide))", [place, divisor])
    case 8 where hasProjection && isPlain:
      return value("textureProj(\(name), \(wide), 0.5)", [place, divisor])
    case 9 where hasProjection && isPlain:
      return value("textureProjLod(\(name), \(wide), 1.0)", [place, divisor])
    case 10 where hasProjection:
      return value("textureProjGrad(\(name), \(wide), #, #)", [place, divisor] + gradients(type))
    case 11 where hasProjection:
      return value("textureProjOffset(\(name), \(wide), \(shift))", [place, divisor])
    case 12 where hasProjection && type.count == 2:
      return value("textureProj(\(name), vec4(#, 0.3, #))", [place, divisor])
    case 13 where type.dimension != .cube:
      let parts = (0..<(type.count + (type.isArray ? 1 : 0))).map { _ in index(below: 3) }
      let holes = [String](repeating: "#", count: parts.count).joined(separator: ", ")
      return value("texelFetch(\(name), \(integers)(\(holes))\(isPlain ? ", 0" : ""))", parts)
    case 14
    where dialect.hasGather
      && (type.dimension == .two || type.dimension == .cube || type.dimension == .rectangle):
      return value("textureGather(\(name), #, \(number(0...3)))", [place])
    case 15 where dialect.hasGather && (type.dimension == .two || type.dimension == .rectangle):
      return value("textureGatherOffset(\(name), #, \(shift))", [place])
    case 16 where dialect.hasQueryLod && isPlain && !type.isArray && type.texel == .float:
      return value("vec4(0.1 * textureQueryLod(\(name), #), 0.0, 1.0)", [place])
    case 17 where hasProjection && isPlain:
      return value("textureProjLodOffset(\(name), \(wide), 1.0, \(shift))", [place, divisor])
    case 18 where hasProjection:
      return value(
        "textureProjGradOffset(\(name), \(wide), #, #, \(shift))", [place, divisor] + gradients(type))
    default: return value("texture(\(name), #)", [place])
    }
  }

  /// A variable read from a texture, and whether its texels were in memory.
  mutating func residentFetch() -> [Node]? {
    guard hasSparse,
      let texture = texture(where: {
        !$0.type.isShadow && $0.type.texel == .float
          && ($0.type.dimension == .two || $0.type.dimension == .three || $0.type.dimension == .cube)
      })
    else { return nil }
    let place = coordinate(texture.type, 2)
    let (texel, code) = (name(), name())
    let (suffix, parts): (String, [Node]) =
      switch number(0...2) {
      case 0: ("Lod", [positive(float(.float, depth: 1), to: 2).node])
      case 1: ("Grad", gradients(texture.type))
      default: ("", [])
      }
    let holes = String(repeating: ", #", count: parts.count)
    let template = "sparseTexture\(suffix)ARB(\(texture.name), #\(holes), \(texel))"
    scope.append(Variable(name: texel, type: .vec(4)))
    return [
      .item("vec4 \(texel) = vec4(0.0);"),
      .item("int \(code) = #;", .node(.expression("int", template, [place] + parts))),
      .item("if (!sparseTexelsResidentARB(\(code))) \(texel) = vec4(0.5);"),
    ]
  }

  private mutating func compared(_ texture: TextureVariable, _ depth: Int) -> Value {
    let (type, name) = (texture.type, texture.name)
    let place = coordinate(type, depth - 1)
    let reference = tamed(float(.float, depth: depth - 2), to: 1).node
    func value(_ template: String, _ parts: [Node]) -> Value { Value(.float, 0...1, template, parts) }
    let width = type.count + (type.isArray ? 1 : 0)
    let shift = offset(type, [number(-3...3), number(-3...3), number(-3...3)])
    // Four components do not hold the layer of a cube and the reference.
    if width == 4 { return value("texture(\(name), #, #)", [place, reference]) }
    // GLSL leaves the second of three components unused in one dimension.
    let all = type.dimension == .one && !type.isArray ? "vec3(#, 0.0, #)" : "vec\(width + 1)(#, #)"
    let hasOffset = type.dimension != .cube
    // SPIRV-Cross has no words for compared projections onto lines and rectangles.
    let hasProjection = !type.isArray && type.dimension == .two
    let divisor = positive(float(.float, depth: 1)).node
    let projected = "vec4(#, #, #)"
    switch number(0...9) {
    case 0
    where type.dimension == .two && !type.isArray || type.dimension == .one && !type.isArray
      || type.dimension == .cube:
      return value("texture(\(name), \(all), 0.5)", [place, reference])
    case 1 where type.dimension == .one || type.dimension == .two && !type.isArray:
      return value("textureLod(\(name), \(all), 1.0)", [place, reference])
    case 2: return value("textureGrad(\(name), \(all), #, #)", [place, reference] + gradients(type))
    case 3 where hasOffset && !(type.isArray && (dialect.isES || dialect.version < 430)):
      return value("textureOffset(\(name), \(all), \(shift))", [place, reference])
    case 4 where hasProjection:
      return value("textureProj(\(name), \(projected))", [place, reference, divisor])
    case 5 where hasProjection:
      return value(
        "textureProjGrad(\(name), \(projected), #, #)", [place, reference, divisor] + gradients(type))
    case 6 where dialect.hasGather && (type.dimension == .two || type.dimension == .cube):
      return Value(.vec(4), 0...1, "textureGather(\(name), #, #)", [place, reference])
    case 8 where dialect.hasGather && (type.dimension == .two || type.dimension == .cube):
      return Value(.vec(4), 0...1, "textureGather(\(name), #, #)", [place, reference])
    case 7 where hasProjection:
      return value("textureProjOffset(\(name), \(projected), \(shift))", [place, reference, divisor])
    default: return value("texture(\(name), \(all))", [place, reference])
    }
  }
  // MARK: Images

  /// What is read from an image or an attachment, which cuts; nil where the dialect has none.
  private mutating func imageRead(_ type: GLSLType) -> Value? {
    guard dialect.hasStorage, let width = type.width else { return nil }
    let name = name("t")
    let read: String
    if dialect.isVulkan, once(in: 3) {
      declarations.append(
        .item(
          "layout(input_attachment_index = 0, set = 0, binding = \(30 + nameCount)) uniform subpassInput \(name);"
        ))
      // Only an entry point's own function may be sure of its attachment; others read it as well.
      read = "subpassLoad(\(name))"
    } else {
      let place = dialect.isVulkan ? "set = 0, binding = \(30 + nameCount)" : "binding = \(number(0...3))"
      declarations.append(.item("layout(rgba32f, \(place)) readonly uniform highp image2D \(name);"))
      read = "imageLoad(\(name), ivec2(\(number(0...3)), \(uniformInteger())))"
    }
    return Value(type, -1...1.5, width == 4 ? read : "\(read).\(swizzle(width, of: 4))")
  }

  /// A function that takes a texture.
  mutating func samplerFunction() -> Node {
    let name = name("f")
    let precision = dialect.isES ? "highp " : ""
    let outer = (scope, isInMain)
    isInMain = false
    scope.append(Variable(name: "p", type: .vec(2)))
    let place = tamed(float(.vec(2), depth: 2), to: 4)
    (scope, isInMain) = outer
    samplerFunctions.append(name)
    return .item(
      "vec4 \(name)(\(precision)sampler2D map, vec2 p) {#}",
      .list([
        .item("return \(dialect.isLegacy ? "texture2D" : "texture")(map, p + 0.1 * #);", .node(place.node))
      ]))
  }
}
