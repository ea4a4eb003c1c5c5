/// The lexer behind `TextScan`: splits a text into tokens, follows conditionals and braces, and hands
/// global declarations to `Declarations.swift`.
struct Scanner: Lexing {
  /// A token by its range in the text.
  struct Token {
    var start: Int
    var end: Int
    var isWord: Bool
  }

  /// An `#if` that is open.
  struct Conditional {
    var mentionsVulkan: Bool
    /// The brace depth at its head, to return to at `#else`.
    var depth: Int
  }

  /// What kind of directive the line at hand is.
  enum Directive {
    case none
    case condition
    case definition
    /// Nothing on its line matters.
    case other
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var result: TextScan
  var position = 0
  var directive = Directive.none
  var conditionals: [Conditional] = []
  /// Braces open.
  var depth = 0
  /// The tokens of the global declaration at hand.
  var statement: [Token] = []
  /// Parentheses and brackets open in it.
  var nesting = 0
  /// What `layout(…) uniform;` and `layout(…) buffer;` said last.
  var defaultPackings: [String: InterfaceSymbol.Packing] = [:]
  /// The last byte before the token at hand that is neither blank nor comment.
  var previousByte: UInt8 = 0

  init(bytes: UnsafeBufferPointer<UInt8>, result: TextScan) {
    self.bytes = bytes
    self.result = result
  }

  /// Reads the whole text.
  mutating func run() {
    var isAtLineStart = true
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") {
        isAtLineStart = true
        directive = .none
        position += 1
        continue
      }
      if skipBlankOrComment() { continue }
      result.hasTokens = true
      if byte == UInt8(ascii: "#"), isAtLineStart {
        isAtLineStart = false
        readDirective()
        continue
      }
      isAtLineStart = false
      let start = position
      if isWordByte(byte) {
        skipWord()
        if !isDigit(byte) { wordFound(Token(start: start, end: position, isWord: true)) }
      } else {
        position += 1
        punctuationFound(byte, at: start)
      }
      previousByte = bytes[position - 1]
    }
  }

  func text(_ token: Token) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[token.start..<token.end]), as: UTF8.self)
  }

  // MARK: Directives

  private mutating func readWord() -> Token {
    skipBlanks()
    let start = position
    skipWord()
    return Token(start: start, end: position, isWord: true)
  }

  private mutating func readDirective() {
    let hash = position
    position += 1
    switch text(readWord()) {
    case "version":
      directive = .other
      let number = text(readWord())
      let profile = text(readWord())
      if result.version == nil {
        result.version = TextScan.Version(
          number: Int(number) ?? 0, profile: profile.isEmpty ? nil : profile, line: line(of: hash))
      }
      skipLine()
    case "extension":
      directive = .other
      readExtension()
      skipLine()
    case "if", "ifdef", "ifndef":
      directive = .condition
      conditionals.append(Conditional(mentionsVulkan: false, depth: depth))
    case "elif", "else":
      directive = .condition
      if let open = conditionals.last { depth = open.depth }
    case "endif":
      directive = .other
      _ = conditionals.popLast()
    case "include":
      directive = .other
      result.hasInclude = true
      skipLine()
    case "define":
      directive = .definition
      let start = position
      result.macroNames.insert(text(readWord()))
      position = start
    default:
      directive = .other
      skipLine()
    }
  }

  private mutating func readExtension() {
    let name = readWord()
    skipBlanks()
    guard peek(UInt8(ascii: ":")) else { return }
    position += 1
    let behaviour = text(readWord())
    let nameText = text(name)
    result.extensions[nameText] = behaviour
    if nameText == "GL_ARB_shading_language_include" {
      result.extensionPatches.append(
        .init(offset: name.start, replacement: "GL_GOOGLE_include_directive    "))
    }
    if nameText == "GL_KHR_vulkan_glsl" { found(.strong) }
  }

  // MARK: Tokens

  private mutating func punctuationFound(_ byte: UInt8, at offset: Int) {
    guard directive == .none else { return }
    switch byte {
    case UInt8(ascii: "{"):
      if depth == 0, nesting == 0 { endStatement(opensBlock: true) }
      depth += 1
      return
    case UInt8(ascii: "}"):
      depth = max(depth - 1, 0)
      return
    case UInt8(ascii: ";") where depth == 0 && nesting == 0:
      endStatement(opensBlock: false)
      return
    default:
      break
    }
    guard depth == 0 else { return }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["): nesting += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"): nesting = max(nesting - 1, 0)
    default: break
    }
    statement.append(Token(start: offset, end: offset + 1, isWord: false))
  }

  private mutating func endStatement(opensBlock: Bool) {
    if !statement.isEmpty { declarationFound(statement, opensBlock: opensBlock) }
    statement.removeAll(keepingCapacity: true)
    nesting = 0
  }

  private mutating func wordFound(_ token: Token) {
    if directive == .other { return }
    if isTelling(token) { tellingWordFound(text(token), token) }
    if directive == .none, depth == 0 { statement.append(token) }
  }
}
