/// Something known of some of a function's steps, in their order: of its calls, or of its sites.
struct StepTable<Value>: Sequence {
  /// The steps, ascending.
  private let steps: [Int]
  private var known: [Value?]

  /// A table that knows nothing yet of some steps, in ascending order.
  init(of steps: [Int]) {
    self.steps = steps
    known = Array(filling: nil, count: steps.count)
  }

  /// What is known of a step. Only of the table's own steps anything can be.
  subscript(step: Int) -> Value? {
    get { position(of: step).flatMap { known[$0] } }
    set {
      guard let position = position(of: step) else { preconditionFailure("a step that is not in the table") }
      known[position] = newValue
    }
  }

  private func position(of step: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] < step { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && steps[low] == step ? low : nil
  }

  struct Iterator: IteratorProtocol {
    let table: StepTable
    private var at = 0

    init(_ table: StepTable) { self.table = table }

    mutating func next() -> (step: Int, value: Value)? {
      while at < table.steps.count {
        defer { at += 1 }
        if let value = table.known[at] { return (table.steps[at], value) }
      }
      return nil
    }
  }

  /// What is known, step by step.
  func makeIterator() -> Iterator { Iterator(self) }

  /// Whether nothing is known.
  var isEmpty: Bool { known.allSatisfy { $0 == nil } }
}

extension StepTable: Equatable where Value: Equatable {}
