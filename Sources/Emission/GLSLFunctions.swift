import Frontend
import SPIRV

/// Functions to be written as GLSL for inclusion.
public struct GLSLFunctionFile: Sendable {
  /// A function.
  public struct Entry: Sendable {
    /// The function.
    public var function: FunctionID
    /// Its name.
    public var name: String
    /// How each parameter is passed, which the module does not tell.
    public var passing: [SourceFunction.Parameter.Passing]

    /// A function.
    public init(function: FunctionID, name: String, passing: [SourceFunction.Parameter.Passing]) {
      self.function = function
      self.name = name
      self.passing = passing
    }
  }

  /// The functions.
  public var functions: [Entry]
  /// The names of the functions that the source defines.
  public var sourceFunctions: Set<String>
  /// The path of the source, for the comment at the head.
  public var path: String
  /// The version of this program, for the same.
  public var version: String
  /// Leave out what the source declares outside functions: uniforms, buffers, structs.
  public var omitsDeclarations: Bool

  /// What to write.
  public init(
    functions: [Entry], sourceFunctions: Set<String>, path: String, version: String, omitsDeclarations: Bool
  ) {
    self.functions = functions
    self.sourceFunctions = sourceFunctions
    self.path = path
    self.version = version
    self.omitsDeclarations = omitsDeclarations
  }
}

/// Writes functions of a module, and what they need, as a text to be included in a shader of any stage.
///
/// The text has no `#version`, no entry point and no precision statement. Each definition stands in a guard of
/// its own with its text's hash in its name, so that several such files agree about helpers that they share.
///
/// - Parameter module: a module without entry points.
public func emitGLSLFunctions(
  _ module: Module, file: GLSLFunctionFile, facts: SourceFacts?, options: GLSLOptions
) throws(EmissionError) -> String {
  var facts = facts
  facts?.originUpperLeft = false
  facts?.pixelCenterInteger = false
  facts?.depthLayout = nil
  // What the including shader's defaults are is not known: everything else is said.
  facts?.defaultFloatPrecision = .highp
  facts?.defaultIntPrecision = .highp
  let scaffold = FunctionScaffold.adding(to: module, calling: file.functions.map(\.function))
  // Inlining would leave nothing but the scaffold.
  let text = try emitGLSL(
    words: scaffold.words, facts: facts, options: options, plainer: ["--convert-local-access-chains"])
  var writer = FunctionFileWriter(GLSLPieces(text), file: file)
  return try writer.text()
}

/// Makes a file to include of a whole shader's text.
private struct FunctionFileWriter {
  private let pieces: GLSLPieces
  private let file: GLSLFunctionFile
  /// What is declared outside functions, under the name that it shall have.
  private var globalNames: [Substring: String] = [:]
  private var prototypes: [String] = []

  init(_ pieces: GLSLPieces, file: GLSLFunctionFile) {
    self.pieces = pieces
    self.file = file
  }

  mutating func text() throws(EmissionError) -> String {
    for piece in pieces.pieces where !piece.name.isEmpty {
      // Two files may both have a `_45`.
      let isNumbered = piece.kind == .variable && piece.name.isNumbered
      globalNames[piece.name[...]] =
        isNumbered ? "\(file.functions.first?.name ?? "quadless")_\(globalNames.count)" : piece.name
    }
    var waiting = file.functions[...]
    var body: [String] = []
    for piece in pieces.pieces {
      if piece.name.hasPrefix(FunctionScaffold.placeholder) { continue }
      switch piece.kind {
      case .directive, .precision: continue
      case .interface:
        // `layout(early_fragment_tests) in;` declares nothing.
        if piece.name.isEmpty || piece.name == "in" || file.omitsDeclarations { continue }
        body.append(guarded(string(piece.tokens), piece.name, unless: "QUADLESS_NO_DECLARATIONS"))
      case .structure:
        if file.omitsDeclarations { continue }
        body.append(guarded(string(piece.tokens), piece.name, unless: "QUADLESS_NO_DECLARATIONS"))
      case .variable:
        let isOwn = piece.name.isNumbered || piece.name.hasPrefix("quadless_")
        body.append(
          guarded(
            string(piece.tokens), globalNames[piece.name[...]] ?? piece.name,
            unless: isOwn ? nil : "QUADLESS_NO_PRIMALS"))
      case .function(let parameters):
        if piece.name == "main" { continue }
        if let next = waiting.first, next.name == piece.name {
          waiting = waiting.dropFirst()
          body.append(guarded(try definition(piece, parameters, next), piece.name, unless: nil))
        } else {
          let isPrimal = file.sourceFunctions.contains(piece.name)
          body.append(guarded(string(piece.tokens), piece.name, unless: isPrimal ? "QUADLESS_NO_PRIMALS" : nil))
        }
      }
    }
    if let missing = waiting.first { throw .inexpressible("the function '\(missing.name)' under its name") }
    let content = body.joined(separator: "\n")
    let name = "QUADLESS_" + (file.functions.first?.name.uppercased() ?? "") + "_" + content.digest
    return head() + "#ifndef \(name)\n#define \(name)\n\n" + content + "\n#endif // \(name)\n"
  }

  /// The tokens as they are written, but for what SPIRV-Cross calls by the module's ids: numbered anew, the same
  /// function of two modules is the same text.
  private func string(_ tokens: Range<Int>, _ numbers: inout [Substring: String]) -> String {
    guard let first = tokens.first else { return "" }
    var result: [UInt8] = []
    var position = pieces.text.tokens[first].range.lowerBound
    for index in tokens {
      let token = pieces.text.tokens[index]
      let identifier = pieces.text[index]
      guard token.kind == .identifier, identifier.isNumbered else { continue }
      let isMember = pieces.text.isPunctuation(index - 1, ".")
      let name = isMember ? nil : globalNames[identifier] ?? numbers[identifier] ?? "_\(numbers.count)"
      guard let name else { continue }
      if globalNames[identifier] == nil { numbers[identifier] = name }
      result += pieces.text.bytes[position..<token.range.lowerBound]
      result += Array(name.utf8)
      position = token.range.upperBound
    }
    result += pieces.text.bytes[position..<pieces.text.tokens[tokens.upperBound - 1].range.upperBound]
    return String(decoding: result, as: UTF8.self)
  }

  private func string(_ tokens: Range<Int>) -> String {
    var numbers: [Substring: String] = [:]
    return string(tokens, &numbers)
  }

  /// A function with its parameters passed as the source says, not as the pointers' use suggests.
  private mutating func definition(
    _ piece: GLSLPieces.Piece, _ range: Range<Int>, _ entry: GLSLFunctionFile.Entry
  ) throws(EmissionError) -> String {
    let parameters = pieces.parameters(range)
    guard parameters.count == entry.passing.count else {
      throw .inexpressible("the parameters of '\(entry.name)'")
    }
    var numbers: [Substring: String] = [:]
    let before = string(piece.tokens.lowerBound..<range.lowerBound, &numbers)
    let list = zip(parameters, entry.passing).map { tokens, passing -> String in
      let isQualified = ["in", "out", "inout"].contains(pieces.text[tokens.lowerBound])
      let rest = string(isQualified ? tokens.dropFirst() : tokens, &numbers)
      return passing == .in ? rest : "\(passing.rawValue) \(rest)"
    }.joined(separator: ", ")
    prototypes.append("\(before)\(list));")
    return "\(before)\(list)\(string(range.upperBound..<piece.tokens.upperBound, &numbers))"
  }

  /// A piece of text that is skipped where it was read before, or where a macro asks for that.
  private func guarded(_ text: String, _ name: String, unless macro: String?) -> String {
    let guardName = "QUADLESS_\(name)_\(text.digest)"
    let condition =
      macro.map { "#if !defined(\(guardName)) && !defined(\($0))" } ?? "#ifndef \(guardName)"
    return "\(condition)\n#define \(guardName)\n\(text)\n#endif\n"
  }

  private func head() -> String {
    let directives = pieces.pieces.filter { $0.kind == .directive }.map { pieces.string($0.tokens) }
    let version = directives.first { $0.hasPrefix("#version") } ?? ""
    var extensions: [String] = []
    for line in directives where line.hasPrefix("#extension") {
      let name = line.dropFirst("#extension".count).prefix { $0 != ":" }.filter { $0 != " " }
      if !extensions.contains(name) { extensions.append(name) }
    }
    var lines = ["Made by Quadless \(file.version) from \(file.path). It needs no quad: include it in any stage."]
    lines += prototypes
    lines.append("Written in: \(version)" + (extensions.isEmpty ? "" : " with " + extensions.joined(separator: ", ")))
    lines += [
      "Behind each parameter p stand p_dx and p_dy, its derivatives along the screen's x and y.",
      "Define QUADLESS_NO_DECLARATIONS before the #include to declare uniforms, buffers and structs yourself,",
      "QUADLESS_NO_PRIMALS where functions and variables of the source that come unchanged are there already.",
    ]
    return lines.map { "// \($0)\n" }.joined()
  }
}

extension StringProtocol {
  /// `_45`, as SPIRV-Cross calls what has no name.
  fileprivate var isNumbered: Bool { first == "_" && dropFirst().first?.isNumber == true }

}

extension String {
  /// Eight hexadecimal digits that stand for the text (Fowler, Noll and Vo's hash, 32 bits of it).
  fileprivate var digest: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String((hash ^ hash >> 32) & 0xffff_ffff, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
