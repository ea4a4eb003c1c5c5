/// Makes a failing program small: what may be left out, flattened or replaced by a part of itself, as long as the
/// same failure remains (Zeller and Hildebrandt's minimizing delta debugging over the program's tree).
public struct Reducer {
  /// The failure of a text; nil where it passes.
  private let fails: (String) -> Failure?
  /// How many more texts may be judged.
  private var tries: Int

  /// A reducer that asks what fails at most so many times.
  public init(tries: Int = 3000, fails: @escaping (String) -> Failure?) {
    (self.tries, self.fails) = (tries, fails)
  }

  /// A small program with the same failure.
  public mutating func reduced(_ program: Program, _ failure: Failure) -> Program {
    var best = program
    while tries > 0 {
      let size = best.size
      removeElements(&best, failure)
      replaceExpressions(&best, failure)
      flatten(&best, failure)
      if best.size >= size { break }
    }
    return best
  }

  private mutating func take(_ candidate: Program, _ best: inout Program, _ failure: Failure) -> Bool {
    guard tries > 0, candidate != best else { return false }
    tries -= 1
    guard fails(candidate.text)?.signature == failure.signature else { return false }
    best = candidate
    return true
  }

  /// Leaves out halves of each list, then quarters, down to single elements; the last first, for they need the others.
  private mutating func removeElements(_ best: inout Program, _ failure: Failure) {
    var list = 0
    while list < best.listSizes.count {
      var chunk = max(1, best.listSizes[list] / 2)
      while chunk >= 1 {
        var end = best.listSizes[list]
        while end > 0 {
          let start = max(0, end - chunk)
          _ = take(best.edited(.remove(list: list, start..<end)), &best, failure)
          guard list < best.listSizes.count else { return }
          end = min(start, best.listSizes[list])
        }
        chunk = chunk == 1 ? 0 : chunk / 2
      }
      list += 1
    }
  }

  /// Puts what stands in branches and loops in their place.
  private mutating func flatten(_ best: inout Program, _ failure: Failure) {
    var list = 1
    while list < best.listSizes.count {
      var position = 0
      while list < best.listSizes.count, position < best.listSizes[list] {
        if !take(best.edited(.flatten(list: list, position)), &best, failure) { position += 1 }
      }
      list += 1
    }
  }

  /// Replaces expressions by constants and by parts of themselves of the same type.
  private mutating func replaceExpressions(_ best: inout Program, _ failure: Failure) {
    var number = 0
    while number < best.expressions.count {
      let expression = best.expressions[number]
      guard case .expression(let type) = expression.kind else { continue }
      var isReplaced = false
      let constants = Self.constant(of: type).map { [Node.expression(type, $0)] } ?? []
      for part in constants + expression.parts(type) where part.count < expression.count || part != expression
      {
        guard part.text.count < expression.text.count else { continue }
        if take(best.edited(.replace(expression: number, part)), &best, failure) {
          isReplaced = true
          break
        }
      }
      if !isReplaced { number += 1 }
    }
  }

  private static func constant(of type: String) -> String? {
    let scalars = [
      "float": "0.5", "double": "0.5lf", "float16_t": "0.5hf", "int": "1", "uint": "1u", "bool": "true",
    ]
    if let scalar = scalars[type] { return scalar }
    return type.contains("vec") || type.contains("mat")
      ? "\(type)(\(type.hasPrefix("b") ? "true" : "1"))" : nil
  }
}

/// A change of a program.
enum Edit {
  /// Leaves elements of a list out.
  case remove(list: Int, Range<Int>)
  /// Puts the elements of an element's lists in its place.
  case flatten(list: Int, Int)
  /// Puts another expression in the place of one.
  case replace(expression: Int, Node)
}

extension Program {
  /// The number of nodes.
  var size: Int { items.reduce(0) { $0 + $1.count } }

  /// The lengths of all lists, the program's own first.
  var listSizes: [Int] {
    var sizes = [items.count]
    for item in items { item.collectLists(&sizes) }
    return sizes
  }

  /// All expressions, each before its parts.
  var expressions: [Node] {
    var result: [Node] = []
    for item in items { item.collectExpressions(&result) }
    return result
  }

  /// The program with a change.
  func edited(_ edit: Edit) -> Program {
    var editor = Editor(edit: edit)
    return Program(head: head, items: editor.list(items))
  }
}

extension Node {
  fileprivate func collectLists(_ sizes: inout [Int]) {
    for piece in pieces {
      switch piece {
      case .text: break
      case .node(let node): node.collectLists(&sizes)
      case .list(let nodes):
        sizes.append(nodes.count)
        for node in nodes { node.collectLists(&sizes) }
      }
    }
  }

  fileprivate func collectExpressions(_ result: inout [Node]) {
    if case .expression = kind { result.append(self) }
    for piece in pieces {
      switch piece {
      case .text: break
      case .node(let node): node.collectExpressions(&result)
      case .list(let nodes): for node in nodes { node.collectExpressions(&result) }
      }
    }
  }

  /// The expressions in it of a type, the smallest first.
  fileprivate func parts(_ type: String) -> [Node] {
    var all: [Node] = []
    collectExpressions(&all)
    return all.dropFirst().filter { $0.kind == .expression(type: type) }.sorted { $0.count < $1.count }
  }

  /// The elements of its lists.
  fileprivate var elements: [Node] {
    pieces.flatMap { piece in if case .list(let nodes) = piece { nodes } else { [Node]() } }
  }
}

/// Makes one change on the way through a program, in the order that lists and expressions are collected.
private struct Editor {
  let edit: Edit
  private var lists = 0
  private var expressions = 0

  init(edit: Edit) { self.edit = edit }

  mutating func list(_ nodes: [Node]) -> [Node] {
    let number = lists
    lists += 1
    let edited = nodes.map { node($0) }
    switch edit {
    case .remove(number, let range): return Array(edited[..<range.lowerBound] + edited[range.upperBound...])
    case .flatten(number, let position):
      return Array(edited[..<position] + edited[position].elements + edited[(position + 1)...])
    default: return edited
    }
  }

  private mutating func node(_ node: Node) -> Node {
    if case .expression = node.kind {
      let number = expressions
      expressions += 1
      if case .replace(number, let other) = edit { return other }
    }
    return Node(
      node.kind,
      node.pieces.map { piece in
        switch piece {
        case .text: piece
        case .node(let part): .node(self.node(part))
        case .list(let nodes): .list(list(nodes))
        }
      })
  }
}
