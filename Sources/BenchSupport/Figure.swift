/// A figure of the benchmark: a ratio to a rival that was measured in the same run.
public struct Figure: Sendable {
  /// What belongs together in the table.
  public var group: String
  /// What was measured.
  public var subject: String
  /// What it is measured by.
  public var rival: String
  /// The subject's measure over the rival's: less is better.
  public var ratio: Double
  /// What the ratio must not exceed; nil where nothing is asked.
  public var limit: Double?

  /// A figure.
  public init(_ group: String, _ subject: String, over rival: String, _ ratio: Double, limit: Double? = nil) {
    (self.group, self.subject, self.rival, self.ratio, self.limit) = (group, subject, rival, ratio, limit)
  }

  /// A line of JSON, as `Tests/Bench/bench.py` reads it.
  public var line: String {
    let texts = [("group", group), ("subject", subject), ("rival", rival)].map {
      "\"\($0)\": \"\(escaped($1))\""
    }
    let numbers = ["\"ratio\": \(ratio)"] + (limit.map { ["\"limit\": \($0)"] } ?? [])
    return "{\((texts + numbers).joined(separator: ", "))}"
  }

  private func escaped(_ text: String) -> String {
    String(text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] })
  }
}
