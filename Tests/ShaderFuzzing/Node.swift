/// A part of a program's text that can be left out, or replaced by a part of itself, on its own.
public struct Node: Hashable, Sendable {
  /// What a part is.
  public enum Kind: Hashable, Sendable {
    /// An expression, with the name of its type.
    case expression(type: String)
    /// A statement, a declaration or a function.
    case item
  }

  /// What a part is made of.
  public enum Piece: Hashable, Sendable {
    /// Text.
    case text(String)
    /// One part.
    case node(Node)
    /// Parts of which any may be left out, each on lines of its own.
    case list([Node])
  }

  /// What it is.
  public var kind: Kind
  /// What it is made of, in order.
  public var pieces: [Piece]

  /// A part.
  public init(_ kind: Kind, _ pieces: [Piece]) {
    self.kind = kind
    self.pieces = pieces
  }

  /// An item with holes, each a `#`, filled in order.
  static func item(_ template: String, _ pieces: Piece...) -> Node {
    Node(.item, filled(template, pieces))
  }

  /// An expression with holes, each a `#`, filled in order.
  static func expression(_ type: String, _ template: String, _ parts: [Node] = []) -> Node {
    Node(.expression(type: type), filled(template, parts.map { .node($0) }))
  }

  private static func filled(_ template: String, _ pieces: [Piece]) -> [Piece] {
    var result: [Piece] = []
    var rest = pieces[...]
    for (position, text) in template.split(separator: "#", omittingEmptySubsequences: false).enumerated() {
      if position > 0, let piece = rest.popFirst() { result.append(piece) }
      if !text.isEmpty { result.append(.text(String(text))) }
    }
    return result
  }

  /// The text.
  public var text: String {
    var result = ""
    write(to: &result, indentation: "")
    return result
  }

  private func write(to text: inout String, indentation: String) {
    for piece in pieces {
      switch piece {
      case .text(let part): text += part.replacing("\n", with: "\n" + indentation)
      case .node(let node): node.write(to: &text, indentation: indentation)
      case .list(let nodes):
        let deeper = indentation + "  "
        for node in nodes {
          text += "\n" + deeper
          node.write(to: &text, indentation: deeper)
        }
        text += "\n" + indentation
      }
    }
  }

  /// How many nodes there are, this one included.
  public var count: Int {
    pieces.reduce(1) { sum, piece in
      switch piece {
      case .text: sum
      case .node(let node): sum + node.count
      case .list(let nodes): nodes.reduce(sum) { $0 + $1.count }
      }
    }
  }
}

/// A generated fragment shader.
public struct Program: Hashable, Sendable {
  /// The lines before everything that may be left out: version, extensions, precisions.
  public var head: String
  /// Declarations and functions, `main` last.
  public var items: [Node]

  /// The GLSL.
  public var text: String { head + items.map { $0.text + "\n" }.joined() }
}
