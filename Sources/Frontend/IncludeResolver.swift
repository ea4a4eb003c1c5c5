import CGlslang

/// Finds and reads the files that a compilation includes, and keeps them until it ends.
///
/// `"x"` is looked for beside the including file, then in the include directories; `<x>` in the include
/// directories only. A path may climb by `..`, but an absolute one is taken from the include
/// directories, never from the root of the file system.
final class IncludeResolver {
  /// A file that was included.
  struct File {
    var path: String
    var text: String
    var scan: TextScan
  }

  /// Deeper nesting is a cycle.
  private static let depthLimit = 64

  private let directories: [String]
  private let includer: Includer?
  private var buffers: [UnsafeMutableBufferPointer<CChar>] = []
  private var loaded: [String: quadless_include] = [:]
  private var localFailure: String?
  /// The files read, in the order of their first inclusion.
  private(set) var files: [File] = []

  /// A resolver that looks where options say.
  init(_ options: CompileOptions) {
    directories = options.includeDirectories
    includer = options.includer
  }

  deinit {
    for buffer in buffers { buffer.deallocate() }
  }

  /// The callback for the shim; its context is an unretained `IncludeResolver`.
  static let callback: quadless_includer = { context, header, includer, depth, isLocal, result in
    guard let context, let header, let includer, let result else { return false }
    let resolver = Unmanaged<IncludeResolver>.fromOpaque(context).takeUnretainedValue()
    return resolver.resolve(
      String(cString: header), from: String(cString: includer), depth: depth, isLocal: isLocal,
      &result.pointee)
  }

  private func resolve(
    _ header: String, from file: String, depth: Int, isLocal: Bool, _ result: inout quadless_include
  ) -> Bool {
    if depth > Self.depthLimit {
      return fail("\"\(header)\" is included more than \(Self.depthLimit) levels deep", &result)
    }
    if let includer {
      let request = IncludeRequest(name: header, includer: file, isLocal: isLocal, depth: depth)
      switch includer(request) {
      case .source(let source):
        result = include(source)
        return true
      case .missing:
        return isLocal ? false : fail("cannot find \"\(header)\"", &result)
      case .failure(let reason):
        return fail("\"\(header)\": \(reason)", &result)
      case .fileSystem: break
      }
    }
    if isLocal {
      localFailure = nil
      guard !header.hasPrefix("/") else { return false }
      return load(joined(directory(of: file), header), &result)
    }
    // glslang asks for the local place first, and here if that had none.
    if let failure = localFailure {
      localFailure = nil
      return fail(failure, &result)
    }
    for directory in directories where load(joined(directory, header), &result) { return true }
    if let failure = localFailure {
      localFailure = nil
      return fail(failure, &result)
    }
    let places = directories.isEmpty ? "none" : directories.joined(separator: ", ")
    return fail("cannot find \"\(header)\"; include directories: \(places)", &result)
  }

  /// Reads a file if it is there. What is there but unreadable is left in `localFailure`.
  private func load(_ path: String, _ result: inout quadless_include) -> Bool {
    if let known = loaded[path] {
      result = known
      return true
    }
    guard localFailure == nil, isFile(path) else { return false }
    let source: Source
    do {
      source = try Source(readingFrom: path)
    } catch {
      localFailure = error.diagnostics.map(\.description).joined(separator: "; ")
      return false
    }
    result = include(source)
    loaded[path] = result
    return true
  }

  private func include(_ source: Source) -> quadless_include {
    let bytes = Array(source.text.utf8)
    let scan = TextScan(bytes)
    let text = keep(bytes.applying(scan.extensionPatches + scan.packingPatches))
    if !files.contains(where: { $0.path == source.path && $0.text == source.text }) {
      files.append(File(path: source.path, text: source.text, scan: scan))
    }
    return quadless_include(
      path: keep(Array(source.path.utf8)).baseAddress, text: text.baseAddress, length: text.count - 1)
  }

  private func fail(_ message: String, _ result: inout quadless_include) -> Bool {
    let text = keep(Array(message.utf8))
    result = quadless_include(path: nil, text: text.baseAddress, length: text.count - 1)
    return false
  }

  /// Copies bytes to where they stay, with a NUL behind.
  private func keep(_ bytes: [UInt8]) -> UnsafeBufferPointer<CChar> {
    let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count + 1)
    for (index, byte) in bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
    buffer[bytes.count] = 0
    buffers.append(buffer)
    return UnsafeBufferPointer(buffer)
  }
}

/// The directory part of a path; "" for the working directory.
private func directory(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "" }
  return String(path[...slash])
}

private func joined(_ directory: String, _ name: String) -> String {
  let tail = name.drop { $0 == "/" }
  var relative = tail
  while relative.hasPrefix("./") { relative = relative.dropFirst(2) }
  if directory.isEmpty || directory.hasSuffix("/") { return directory + relative }
  return directory + "/" + relative
}
