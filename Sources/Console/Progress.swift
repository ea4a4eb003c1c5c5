/// Which shader of how many is at work: one line on a terminal, drawn over again; nothing elsewhere.
package struct Progress: Sendable {
  private let count: Int
  private let isShown: Bool

  /// Progress over so many inputs. One alone is done before anyone could read it.
  package init(count: Int) {
    self.count = count
    isShown = count > 1 && StandardError.isTerminal
  }

  /// Draws the line.
  package func show(done: Int, current: String) {
    if isShown { StandardError.write("\r\u{1B}[K[\(done)/\(count)] \(current)") }
  }

  /// Takes the line away, for a message or at the end.
  package func clear() {
    if isShown { StandardError.write("\r\u{1B}[K") }
  }
}
