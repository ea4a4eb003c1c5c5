import Frontend

/// An input of ``FuzzTarget/frontend``: a byte that chooses options, the source, and included files, each behind a form
/// feed. Files are asked for by name: that which begins with `a` is the first, and so on.
struct FrontendInput {
  var choices: BitChoices
  var source: [UInt8]
  var files: [[UInt8]]

  static let separator: UInt8 = 0xC

  init(_ bytes: [UInt8]) {
    choices = BitChoices(UInt64(bytes.first ?? 0))
    let parts = bytes.dropFirst().split(separator: Self.separator, omittingEmptySubsequences: false).map(
      Array.init)
    source = parts.first ?? []
    files = Array(parts.dropFirst())
  }

  /// Finds the included files; there is no file system.
  var includer: Includer {
    let files = files
    return { request in
      guard let letter = request.name.utf8.first, letter >= UInt8(ascii: "a") else { return .missing }
      let index = Int(letter - UInt8(ascii: "a"))
      guard index < files.count else { return .missing }
      do throws(CompilationError) {
        return .source(try Source(path: request.name, bytes: files[index]))
      } catch {
        return .failure("no text")
      }
    }
  }
}

func runFrontend(_ bytes: [UInt8]) throws(Finding) {
  var input = FrontendInput(bytes)
  guard let source = try? Source(path: "fuzz.frag", bytes: input.source) else { return }
  var options = CompileOptions(includer: input.includer)
  options.keepsFunctions = input.choices.flag()
  options.mapsIO = input.choices.flag()
  options.embedsSourceText = input.choices.flag()
  options.targetEnvironment = input.choices.pick([nil, .opengl, .vulkan1_0, .vulkan1_2])
  options.dialect = input.choices.pick([nil, .shadertoy])
  if input.choices.flag() { options.definitions = [.init(name: "f(x)", value: "x + x"), .init(name: "A")] }
  switch Result(catching: { () throws(CompilationError) in try compile(source, options: options) }) {
  case .success(let shader):
    if shader.words.first != 0x0723_0203 { throw Finding("a compiled shader has no words") }
    try checkDiagnostics(shader.warnings)
  case .failure(let error):
    try checkDiagnostics(error.diagnostics)
    let hasError = error.diagnostics.contains { $0.severity == .error }
    if !hasError { throw Finding("an error without an error") }
  }
  _ = try? preprocess(source, options: options)
  _ = try? includedFiles(of: source, options: options)
}

private func checkDiagnostics(_ diagnostics: [Diagnostic]) throws(Finding) {
  for diagnostic in diagnostics {
    _ = diagnostic.description
    if diagnostic.message.isEmpty { throw Finding("a diagnostic says nothing") }
  }
}
