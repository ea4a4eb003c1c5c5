import FuzzTargets
import Testing

/// Inputs that once crashed something, or made it wrong, or are of the kind that might.
@Suite struct ReplayTests {
  @Test(arguments: FuzzTarget.allCases) func inputsOfTheCorpus(_ target: FuzzTarget) throws {
    for (name, bytes) in try HostileInputs.all(of: target) {
      do throws(Finding) {
        try target.run(bytes)
      } catch {
        Issue.record("\(target.rawValue)/\(name): \(error)")
      }
    }
  }
}
