import Foundation
import Yams

extension Sidecar {
  /// Reads a sidecar.
  ///
  /// - Parameters:
  ///   - yaml: its text.
  ///   - file: the name that errors tell.
  public init(yaml: String, file: String) throws(SidecarError) {
    self.init()
    let reader = SidecarReader(file: file)
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      throw reader.syntaxError(error)
    }
    guard let root else { return }
    if case .scalar(let scalar) = root, scalar.string.isEmpty { return }
    try read(root, reader)
  }

  /// Reads the sidecar of a shader: `shader.scene.yaml` beside `shader.frag`; nil where there is none.
  public init?(besides shader: String) throws(SidecarError) {
    let path = Self.path(besides: shader)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SidecarError(file: path, line: nil, column: nil, message: "cannot be read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw SidecarError(file: path, line: nil, column: nil, message: "is not UTF-8")
    }
    try self.init(yaml: text, file: path)
  }

  /// Where the sidecar of a shader stands: its name with the last extension replaced by `.scene.yaml`.
  public static func path(besides shader: String) -> String {
    (shader as NSString).deletingPathExtension + ".scene.yaml"
  }

  private mutating func read(_ root: Node, _ reader: SidecarReader) throws(SidecarError) {
    let entries = try reader.entries(
      root,
      keys: [
        "scene", "size", "time", "frame", "tolerance", "unproven", "sites", "varyings", "uniforms",
        "textures",
      ])
    if let node = entries["scene"] { scene = try reader.choice(node, "scene") }
    if let node = entries["size"] { (width, height) = try reader.size(node) }
    if let node = entries["time"] { time = try reader.number(node) }
    if let node = entries["frame"] {
      guard entries["time"] == nil else { throw reader.error(node, "'frame' and 'time' exclude each other") }
      time = Double(try reader.integer(node, in: 0...1_000_000)) / 30
    }
    everySite = try readSite(entries, reader)
    for (line, key, node) in try reader.numberedEntries(entries["sites"]) {
      guard line > 0 else { throw reader.error(key, "a source line is expected") }
      sites[line] = try readSite(reader.entries(node, keys: ["tolerance", "unproven"]), reader)
    }
    for (name, node) in try reader.namedEntries(entries["varyings"]) {
      varyings[name] = try reader.varying(node)
    }
    for (name, node) in try reader.namedEntries(entries["uniforms"]) {
      uniforms[name] = try reader.uniform(node)
    }
    for (name, node) in try reader.namedEntries(entries["textures"]) {
      textures[name] = try reader.texture(node)
    }
  }

  private func readSite(_ entries: [String: Node], _ reader: SidecarReader) throws(SidecarError) -> Site {
    var site = Site()
    if let node = entries["tolerance"] {
      let number = try reader.number(node)
      guard number > 0 else { throw reader.error(node, "a tolerance is greater than 0") }
      site.tolerance = number
    }
    if let node = entries["unproven"] {
      let reason = try reader.text(node)
      guard !reason.isEmpty else { throw reader.error(node, "a reason is expected") }
      site.unproven = reason
    }
    return site
  }
}

extension SidecarReader {
  func varying(_ node: Node) throws(SidecarError) -> VaryingSource {
    switch node {
    case .scalar(let scalar):
      if let number = Double(scalar.string) { return .constant([number]) }
      return .attribute(try choice(node, "attribute"))
    case .sequence: return .constant(try numbers(node))
    case .mapping, .alias: return try varyingFormula(node)
    }
  }

  private func varyingFormula(_ node: Node) throws(SidecarError) -> VaryingSource {
    let entries = try entries(node, keys: ["from", "scale", "offset", "range", "affine"])
    if let affine = entries["affine"] {
      guard entries.count == 1, case .sequence(let rows) = affine else {
        throw error(affine, "'affine' stands alone, with a list [a, b, c] for each component")
      }
      var coefficients: [[Double]] = []
      for row in rows {
        let numbers = try numbers(row)
        guard numbers.count == 3 else {
          throw error(row, "three numbers are expected: a, b, c of a + b u + c v")
        }
        coefficients.append(numbers)
      }
      guard !coefficients.isEmpty else {
        throw error(affine, "a list [a, b, c] for each component is expected")
      }
      return .affine(coefficients)
    }
    guard let from = entries["from"] else { throw error(node, "'from' or 'affine' is expected") }
    let attribute: VertexAttribute = try choice(from, "attribute")
    if let range = entries["range"] {
      let bounds = try numbers(range)
      guard bounds.count == 2 else { throw error(range, "two numbers are expected") }
      guard entries.count == 2 else { throw error(range, "'range' excludes 'scale' and 'offset'") }
      return .attribute(attribute, scale: [bounds[1] - bounds[0]], offset: [bounds[0]])
    }
    let scale = try entries["scale"].map(numbers) ?? [1]
    let offset = try entries["offset"].map(numbers) ?? [0]
    return .attribute(attribute, scale: scale, offset: offset)
  }

  func uniform(_ node: Node) throws(SidecarError) -> UniformSource {
    guard case .scalar(let scalar) = node else { return .numbers(try numbers(node)) }
    if let number = number(scalar) { return .numbers([number]) }
    return .named(try choice(node, "quantity"))
  }

  func texture(_ node: Node) throws(SidecarError) -> TextureSource {
    if case .scalar(let scalar) = node {
      if let pattern = TextureSource.Pattern(rawValue: scalar.string) {
        return TextureSource(pattern: pattern)
      }
      guard scalar.string.lowercased().hasSuffix(".png") else {
        throw error(
          node,
          "'\(scalar.string)' is neither a .png file nor a pattern: \(choices(TextureSource.Pattern.self))")
      }
      return TextureSource(file: scalar.string)
    }
    let entries = try entries(
      node, keys: ["file", "pattern", "size", "layers", "filter", "address", "srgb", "anisotropy"])
    var source = TextureSource()
    if let node = entries["file"] { source.file = try text(node) }
    if let node = entries["pattern"] {
      guard source.file == nil else { throw error(node, "'pattern' and 'file' exclude each other") }
      source.pattern = try choice(node, "pattern")
    }
    if let node = entries["size"] { (source.width, source.height) = try size(node) }
    if let node = entries["layers"] { source.layers = try integer(node, in: 1...2048) }
    if let node = entries["filter"] { source.filter = try choice(node, "filter") }
    if let node = entries["address"] { source.address = try choice(node, "address") }
    if let node = entries["srgb"] { source.isSRGB = try boolean(node) }
    if let node = entries["anisotropy"] { source.anisotropy = Double(try integer(node, in: 1...16)) }
    return source
  }
}
