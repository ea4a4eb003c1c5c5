// Two threads that count together: `mutex` under a Mutex, which ThreadSanitizer is to find right, or `bare`, which it is
// to find wrong. Without mutex.c before it the first is a report, too, and the sum is right all the same.

import Glibc
import Synchronization

final class Count: @unchecked Sendable {
  let guarded = Mutex(0)
  var bare = 0

  func up(_ isGuarded: Bool) {
    if isGuarded { guarded.withLock { $0 += 1 } } else { bare += 1 }
  }
}

let count = Count()
let isGuarded = CommandLine.arguments.last == "mutex"
let rounds = 200_000

@main enum Program {
  static func main() { exit(run() ? 0 : 1) }

  /// Whether the sum is right; where nothing is guarded it need not be.
  nonisolated static func run() -> Bool {
    guard count.guarded.withLock({ $0 }) == 0 else { return false }
    var threads = [pthread_t](repeating: pthread_t(), count: 2)
    for index in threads.indices {
      pthread_create(
        &threads[index], nil,
        { _ in
          for _ in 0..<rounds { count.up(isGuarded) }
          return nil
        }, nil)
    }
    for thread in threads { pthread_join(thread, nil) }
    return !isGuarded || count.guarded.withLock { $0 } == 2 * rounds
  }
}
