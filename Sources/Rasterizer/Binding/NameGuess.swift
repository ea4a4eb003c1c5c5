/// What names of real shaders' variables usually mean.
///
/// Only a guess for shaders that come without a sidecar: a wrong one still gives smooth inputs and sane uniforms.
struct NameGuess {
  /// The innermost name, in lower case without digits' separators: `u_ViewProj` becomes `viewproj`.
  let word: String

  init(_ name: String) {
    var last = Substring(name)
    if let dot = last.lastIndex(of: ".") { last = last[last.index(after: dot)...] }
    if let bracket = last.firstIndex(of: "[") { last = last[..<bracket] }
    // Hungarian prefixes: v_uv, inColor, uTime, iResolution, frag_color.
    for prefix in [
      "v_", "u_", "in_", "fs_", "vs_", "frag_", "fragment_", "out_", "vary_", "g_", "_", "a_", "f_", "i_",
    ]
    where last.lowercased().hasPrefix(prefix) && last.count > prefix.count {
      last = last.dropFirst(prefix.count)
      break
    }
    for prefix in ["in", "frag", "v", "u", "i", "vs", "out", "fs"] where last.hasPrefix(prefix) {
      let rest = last.dropFirst(prefix.count)
      if let first = rest.first, first.isUppercase {
        last = rest
        break
      }
    }
    word = last.lowercased().filter { $0 != "_" }
  }

  private func has(_ parts: String...) -> Bool { parts.contains { word.contains($0) } }

  private func isOne(of words: String...) -> Bool { words.contains(word) }

  /// The attribute that an input of a number of components is called after.
  func attribute(components: Int) -> VertexAttribute? {
    if has("bitangent", "binormal") { return .bitangent }
    if has("tangent") { return .tangent }
    if has("shadow", "lightspace", "lightcoord", "slide") { return .shadow }
    if has("clip", "screenpos", "projpos", "ndc") { return components == 4 ? .clip : .uv }
    if has("viewdir", "eyedir", "viewvec", "eyevec", "toeye", "tocamera", "toview", "incident") {
      return .viewDirection
    }
    if has("lightdir", "lightvec", "tolight") { return .lightDirection }
    if has("normal", "nrm") || isOne(of: "n", "norm") { return .normal }
    if has(
      "viewpos", "eyepos", "mvpos", "viewspace", "eyespace", "camerapos", "posview", "poseye", "ecposition")
    {
      return .viewPosition
    }
    if has("depth", "distance"), components == 1 { return .depth }
    if has("direction", "reflect", "ray") || isOne(of: "dir") { return .ray }
    if has("uv", "texcoord", "texturecoord", "texpos", "coord", "txc") || isOne(of: "st", "tex", "t") {
      return .uv
    }
    if has("color", "colour", "tint", "diffuse", "albedo") || isOne(of: "col", "c") { return .color }
    if has("pos", "world", "vertex", "point"), components >= 2 { return .position }
    return nil
  }

  /// The quantity that a vector or number of a number of components is called after.
  func vector(components: Int) -> SceneQuantity? {
    if has("timedelta", "deltatime", "timestep") || isOne(of: "dt") {
      return components == 1 ? .timeStep : nil
    }
    if has("time", "elapsed", "seconds") || isOne(of: "t") { return components == 1 ? .time : nil }
    if isOne(of: "frame", "framecount", "frameindex"), components == 1 { return .frame }
    if components >= 2 {
      if has("texel", "pixelsize", "invres", "invsize", "rcp", "invscreen", "onepixel") { return .texelSize }
      if has("resolution", "viewport", "screensize", "windowsize", "rendersize", "framesize", "screendim")
        || isOne(of: "res", "size", "screen", "dimensions")
      {
        return .resolution
      }
      if has("mouse", "cursor") { return .mouse }
    }
    guard components >= 3 else { return nil }
    if has("lightdir", "sundir", "lightdirection", "sundirection", "tolight") { return .lightDirection }
    if has("lightpos", "sunpos", "lightposition") || isOne(of: "light") { return .lightPosition }
    if has("eye", "camera", "viewpos", "campos") { return .eye }
    return nil
  }

  /// The quantity that a matrix is called after.
  var matrix: SceneQuantity? {
    let isInverse = has("inv")
    if has("shadow", "light") { return .shadowMatrix }
    if has("modelviewproj", "worldviewproj", "mvp", "wvp") {
      return isInverse ? .inverseModelViewProjection : .modelViewProjection
    }
    if has("viewproj") || isOne(of: "vp", "pv", "projview") {
      return isInverse ? .inverseViewProjection : .viewProjection
    }
    if has("normal") { return .normalMatrix }
    if has("modelview", "worldview") || isOne(of: "mv") { return isInverse ? .inverseModelView : .modelView }
    if has("proj") { return isInverse ? .inverseProjection : .projection }
    if has("view", "camera") { return isInverse ? .inverseView : .view }
    if has("model", "world", "object", "transform") { return isInverse ? .inverseModel : .model }
    return nil
  }

  /// A usual value of a number.
  var number: Double? {
    if isOne(of: "near", "znear", "nearplane", "cameranear") { return 0.1 }
    if isOne(of: "far", "zfar", "farplane", "camerafar") { return 100 }
    if has("shininess", "specularpower", "glossiness") { return 16 }
    if isOne(of: "gamma") { return 2.2 }
    if has("fov") { return 0.8 }
    if has("width", "height"), has("screen", "window", "viewport", "image") { return 256 }
    return nil
  }

  /// An integer that is safe as a count, an index or a choice, with arrays of at least `length` elements about.
  func integer(_ draw: Double, length: Int) -> Int {
    if has("iter", "maxsteps") { return 48 }
    if has("count", "num", "samples", "octaves", "steps", "size", "length") { return min(4, length) }
    if has("index", "id", "layer", "offset", "start", "mode", "type", "kind") {
      return min(Int(3 * draw), length - 1)
    }
    return min(1 + Int(3 * draw), max(1, length - 1))
  }

  /// What a texture of this name shows.
  var pattern: TextureSource.Pattern {
    if has("normal", "bump", "nrm") { return .normalMap }
    if has("noise", "height", "depth", "shadow", "displace", "random", "rough", "grain") { return .noise }
    if has("ramp", "lut", "gradient", "palette", "env", "sky", "cube") { return .ramp }
    return .checker
  }
}

/// Numbers drawn from names: the same everywhere and always.
enum NamedDraw {
  /// FNV-1a (Fowler, Noll and Vo) of the name, mixed by SplitMix64's finalizer; from 0 up to 1.
  static func unit(_ name: String, _ path: [Int] = []) -> Double {
    var bits: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { bits = (bits ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    bits = mixed(bits)
    for index in path { bits = mixed(bits ^ UInt64(bitPattern: Int64(index)) &* 0x9e37_79b9_7f4a_7c15) }
    return Double(bits >> 11) / 0x1p53
  }

  static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
