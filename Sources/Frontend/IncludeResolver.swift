import CGlslang

/// Finds and reads the files that a compilation includes, and keeps them until it ends.
///
/// `"x"` is looked for beside the including file, then in the include directories; `<x>` in the include
/// directories only. A path may climb by `..`, but an absolute one is taken from the include
/// directories, never from the root of the file system. Only regular files are read, and only those that lie, links
/// followed, below the source's folder or an include directory, unless the options allow all.
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
  private var loaded: [String: Source] = [:]
  private var localFailure: String?
  private let allowsOutsideFiles: Bool
  /// Where files may lie, as real paths that end in a slash.
  private lazy var roots: [String] = ([directory(of: sourcePath)] + directories).compactMap { path in
    realPath(path.isEmpty ? "." : path).map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }
  private let sourcePath: String
  private let sourceBytes: [UInt8]
  /// Counts what is included; nil before the first.
  private var inputGuard: InputGuard?
  private let options: CompileOptions
  /// What no further file is read after: each would be in vain, and there may be very many.
  private var refusal: String?
  /// Whether no further file was read because of a limit.
  var isRefused: Bool { refusal != nil }
  /// The files read, in the order of their first inclusion.
  private(set) var files: [File] = []

  /// A resolver that looks where options say.
  init(_ options: CompileOptions, source path: String, _ bytes: [UInt8]) {
    self.options = options
    (sourcePath, sourceBytes) = (path, bytes)
    allowsOutsideFiles = options.allowsOutsideFiles
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
    if let refusal { return fail(refusal, &result) }
    if depth > Self.depthLimit {
      return refuse("\"\(header)\" is included more than \(Self.depthLimit) levels deep", &result)
    }
    if let includer {
      let request = IncludeRequest(name: header, includer: file, isLocal: isLocal, depth: depth)
      switch includer(request) {
      case .source(let source):
        return include(source, from: file, &result)
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
      return load(joined(directory(of: file), header), from: file, &result)
    }
    // glslang asks for the local place first, and here if that had none.
    if let failure = localFailure {
      localFailure = nil
      return fail(failure, &result)
    }
    for directory in directories where load(joined(directory, header), from: file, &result) { return true }
    if let refusal { return fail(refusal, &result) }
    if let failure = localFailure {
      localFailure = nil
      return fail(failure, &result)
    }
    let places = directories.isEmpty ? "none" : directories.joined(separator: ", ")
    return fail("cannot find \"\(header)\"; include directories: \(places)", &result)
  }

  /// Reads a file if it is there. What is there but unreadable is left in `localFailure`.
  private func load(_ path: String, from file: String, _ result: inout quadless_include) -> Bool {
    if let known = loaded[path] { return include(known, from: file, &result) }
    guard localFailure == nil, refusal == nil, isRegularFile(path) else { return false }
    guard allowsOutsideFiles || isInside(path) else {
      let folder = directory(of: path)
      localFailure =
        "'\(path)' lies outside the shader's folder and the include directories; "
        + "'-I \(folder.isEmpty ? "." : folder)' lets it in, '--allow-outside-files' all"
      return false
    }
    let source: Source
    do {
      source = try Source(readingFrom: path)
    } catch {
      localFailure = error.diagnostics.map(\.description).joined(separator: "; ")
      return false
    }
    loaded[path] = source
    return include(source, from: file, &result)
  }

  /// Whether a file lies where files may be read.
  private func isInside(_ path: String) -> Bool {
    guard let real = realPath(path) else { return false }
    return roots.contains { real.hasPrefix($0) }
  }

  private func include(_ source: Source, from file: String, _ result: inout quadless_include) -> Bool {
    let bytes = Array(source.text.utf8)
    do throws(InputGuard.Excess) {
      if inputGuard == nil {
        let inputGuard = InputGuard(options)
        try inputGuard.admit(sourceBytes, path: sourcePath)
        self.inputGuard = inputGuard
      }
      try inputGuard?.admit(bytes, path: source.path, includer: file)
    } catch {
      return refuse("\"\(source.path)\": \(error.description)", &result)
    }
    let scan = TextScan(bytes)
    let text = keep(bytes.applying(scan.extensionPatches + scan.packingPatches))
    if !files.contains(where: { $0.path == source.path && $0.text == source.text }) {
      files.append(File(path: source.path, text: source.text, scan: scan))
    }
    result = quadless_include(
      path: keep(Array(source.path.utf8)).baseAddress, text: text.baseAddress, length: text.count - 1)
    return true
  }

  /// Fails, and lets all further inclusions fail.
  private func refuse(_ message: String, _ result: inout quadless_include) -> Bool {
    refusal = message
    return fail(message, &result)
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
