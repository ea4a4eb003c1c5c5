import Conversion
import SPIRV
import Synchronization

/// The modules after every pass of one conversion, as text.
final class ModuleDump: Sendable {
  private let state = Mutex<[String]>([])

  /// What was added, in order.
  var texts: [String] { state.withLock { $0 } }

  /// Adds a module, headed as spirv-opt heads it.
  func add(_ pass: String, _ words: [UInt32]) {
    let text: String
    do { text = try SPIRVTools.disassemble(words) } catch { text = "; \(error.message)\n" }
    state.withLock { $0.append("; IR after pass \(pass)\n\(text)") }
  }
}

/// The time of each step, summed over the inputs.
struct TimeReport {
  private var steps: [(name: String, seconds: Double)] = []

  /// Adds the steps of one conversion.
  mutating func add(_ timings: [Timing]) {
    for timing in timings {
      let (seconds, attoseconds) = timing.duration.components
      let time = Double(seconds) + Double(attoseconds) * 1e-18
      if let row = steps.firstIndex(where: { $0.name == timing.step }) {
        steps[row].seconds += time
      } else {
        steps.append((timing.step, time))
      }
    }
  }

  /// A table: milliseconds, share, step.
  var text: String {
    let total = steps.reduce(0) { $0 + $1.seconds }
    let rows = steps + [("total", total)]
    return "     ms      %  step\n"
      + rows.map { name, seconds in
        let share = total > 0 ? seconds / total * 100 : 0
        return
          "\(padded(seconds * 1000, digits: 2, width: 7)) \(padded(share, digits: 1, width: 6))  \(name)\n"
      }.joined()
  }

  private func padded(_ value: Double, digits: Int, width: Int) -> String {
    let scale = digits == 1 ? 10 : 100
    let scaled = Int((value * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    let text =
      "\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
