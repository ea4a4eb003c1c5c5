/// The dialect a text is in, where that cannot be told from a `#version` line.
public enum SourceDialect: String, Sendable, Equatable, CaseIterable {
  /// GLSL or ESSL with a `main` of its own.
  case glsl
  /// Shadertoy's: a function `mainImage`, and uniforms such as `iResolution` that nobody declares.
  case shadertoy
}

/// What a Shadertoy text is put into before it is a shader: the declarations that the site puts before it, and a
/// `main` behind it.
///
/// After Shadertoy's own header for image shaders (ESSL 300, everything `highp`); `iGlobalTime` is what `iTime` was
/// called first.
struct ShadertoyWrapper {
  /// What a channel may hold, likeliest first.
  enum Channel: String, CaseIterable {
    case texture = "sampler2D"
    case cube = "samplerCube"
    case volume = "sampler3D"
  }

  /// What each of the four channels holds.
  var channels = [Channel](repeating: .texture, count: 4)
  /// The site's names that the text uses and does not declare itself.
  private let declaredNames: Set<String>

  /// The variable that `main` hands the colour out with.
  static let outputName = "shadertoy_out_color"

  private static let uniforms: [(type: String, name: String, count: Int)] = [
    ("vec3", "iResolution", 1), ("float", "iTime", 1), ("float", "iGlobalTime", 1),
    ("float", "iTimeDelta", 1),
    ("float", "iFrameRate", 1), ("int", "iFrame", 1), ("vec4", "iMouse", 1), ("vec4", "iDate", 1),
    ("float", "iSampleRate", 1), ("float", "iChannelTime", 4), ("vec3", "iChannelResolution", 4),
  ]

  /// The names that are not to be declared in a text of the same dialect.
  var undeclaredNames: Set<String> { declaredNames.union([Self.outputName]) }
  private static let channelNames = (0..<4).map { "iChannel\($0)" }

  /// A wrapper for a text; nil where it is not Shadertoy's: it has a `#version` or a `main`, or no `mainImage`.
  init?(_ scan: TextScan, _ text: [UInt8], dialect: SourceDialect?) {
    switch dialect {
    case .glsl: return nil
    case .shadertoy: break
    case nil:
      guard scan.version == nil, scan.functionNames.contains("mainImage"),
        !scan.functionNames.contains("main")
      else { return nil }
    }
    let own = scan.uniformNames.union(scan.macroNames)
    // What an included file mentions is not known yet.
    let names = Set(Self.uniforms.map(\.name) + Self.channelNames).subtracting(own)
    declaredNames = scan.hasInclude ? names : Self.mentioned(names, in: text)
  }

  /// Those of the names, each an "i" and a capital, that occur in a text: one pass for all.
  private static func mentioned(_ names: Set<String>, in text: [UInt8]) -> Set<String> {
    var left = names.map { ($0, Array($0.utf8)) }
    text.withUnsafeBufferPointer { text in
      for start in text.indices.dropLast() where text[start] == UInt8(ascii: "i") {
        guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[start + 1]) else { continue }
        left.removeAll { text[start...].starts(with: $0.1) }
      }
    }
    return names.subtracting(left.map(\.0))
  }

  /// The text as a whole shader, whose lines keep their numbers.
  func wrapped(_ text: [UInt8]) -> [UInt8] {
    var head = "precision highp float; precision highp int; precision highp sampler2D; "
    head += "precision highp samplerCube; precision highp sampler3D; "
    for (type, name, count) in Self.uniforms where declaredNames.contains(name) {
      head += "uniform \(type) \(name)\(count > 1 ? "[\(count)]" : ""); "
    }
    for (index, name) in Self.channelNames.enumerated() where declaredNames.contains(name) {
      head += "uniform \(channels[index].rawValue) \(name); "
    }
    head += "out vec4 \(Self.outputName);"
    let main = "void main() { mainImage(\(Self.outputName), gl_FragCoord.xy); }"
    return Array("#version 300 es\n\(head)\n#line 1\n".utf8) + text + Array("\n#undef main\n\(main)\n".utf8)
  }

  /// This wrapper and its like with other things in the channels, likeliest first: a text does not say whether it
  /// samples a picture or a cube.
  var candidates: [ShadertoyWrapper] {
    var all = [self]
    for channel in Self.channelNames.indices where declaredNames.contains(Self.channelNames[channel]) {
      all += all.flatMap { wrapper in
        [Channel.cube, .volume].map { kind in
          var other = wrapper
          other.channels[channel] = kind
          return other
        }
      }
    }
    func unlikelihood(_ wrapper: ShadertoyWrapper) -> Int {
      wrapper.channels.reduce(0) { $0 + (Channel.allCases.firstIndex(of: $1) ?? 0) }
        + 4 * wrapper.channels.count { $0 != .texture }
    }
    return all.sorted { unlikelihood($0) < unlikelihood($1) }
  }
}
