import SPIRV

/// The sites that a round of the pass decides on.
struct OpenSites {
  /// Their results; nil in the first round, which decides on all.
  var results: Set<ValueID>?
  /// What becomes of sites that hang on other sites.
  var nesting = Nesting.deferred

  /// What becomes of sites that hang on other sites.
  enum Nesting {
    /// They are left to the next round.
    case deferred
    /// They stay: none of those left is innermost.
    case circular
    /// They stay: who hands seeds over hands no seeds of higher order over.
    case unseeded
  }

  var isFirstRound: Bool { results == nil }

  /// Whether the site with a result is one of them.
  func isOpen(_ result: ValueID) -> Bool { results?.contains(result) ?? true }
}

/// What is known of a site so far.
struct SiteRecord {
  /// The report; its `emitted` are those results that are settled.
  var report: SiteReport
  /// Its results in the new module that are left to the next round: its operand hangs on another site there.
  var deferred: [ValueID]

  private var isSettled: Bool { !report.emitted.isEmpty }

  /// Adds what became of the site elsewhere: in another clone of its function, or in a later round.
  mutating func merge(_ other: SiteRecord) {
    let emitted = report.emitted + other.report.emitted.filter { !report.emitted.contains($0) }
    // A site kept for one caller and rewritten for another is reported as kept.
    let staysKept = if case .kept = report.outcome { isSettled } else { false }
    if other.isSettled, !staysKept {
      report.outcome = other.report.outcome
      report.cost = other.report.cost
      report.notes = other.report.notes
      report.path = other.report.path
      report.zeroedCut = other.report.zeroedCut
    }
    report.emitted = emitted
    deferred += other.deferred.filter { !deferred.contains($0) }
  }

  /// A function that stays as it is for two callers may hold a site that waits for one of them only.
  mutating func reopen() {
    if !deferred.isEmpty { report.emitted.removeAll { deferred.contains($0) } }
  }
}
