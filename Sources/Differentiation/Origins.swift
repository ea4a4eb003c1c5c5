import SPIRV

/// Which operations of the shader the instructions come from that earlier rounds added, so that what cuts a
/// derivative of a derivative is named as the source knows it: by `abs`, not by the sign in abs' derivative.
struct Origins {
  private struct Span {
    var ids: Range<UInt32>
    var operation: String
  }

  /// By ascending ids.
  private var spans: [Span] = []

  /// Notes what ids were numbered for the derivative of an operation.
  mutating func note(_ ids: Range<UInt32>, _ operation: String) {
    if !ids.isEmpty { spans.append(Span(ids: ids, operation: operation)) }
  }

  /// The operation for whose derivative a value was added; nil where it was not.
  func operation(of value: ValueID) -> String? {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].ids.upperBound <= value.rawValue { low = middle + 1 } else { high = middle }
    }
    guard low < spans.count, spans[low].ids.contains(value.rawValue) else { return nil }
    return spans[low].operation
  }
}
