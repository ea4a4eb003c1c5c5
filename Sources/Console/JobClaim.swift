import Glibc
import Synchronization

/// Who has the say over a job: the thread that does it, until it is given up.
///
/// A thread in a compiler library cannot be stopped. One whose job has taken too long is left to itself: the job is
/// reported as failed, and what the thread still does has no effect.
final class JobClaim: Sendable {
  private enum State {
    static let working: UInt8 = 0
    static let writing: UInt8 = 1
    static let givenUp: UInt8 = 2
  }

  private let state = Atomic<UInt8>(State.working)

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Makes the key, before a signal handler needs it.
  static func prepare() { _ = key }

  /// Runs a job under a claim.
  func run<Result>(_ body: () -> Result) -> Result {
    pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque())
    defer { pthread_setspecific(Self.key, nil) }
    return withExtendedLifetime(self, body)
  }

  /// Gives the job up, unless it is writing its output already.
  func giveUp() -> Bool {
    state.compareExchange(expected: State.working, desired: State.givenUp, ordering: .sequentiallyConsistent)
      .exchanged
  }

  /// Whether the job of this thread was given up; callable from a signal handler.
  static var isGivenUp: Bool {
    guard let claim = pthread_getspecific(key) else { return false }
    return Unmanaged<JobClaim>.fromOpaque(claim)._withUnsafeGuaranteedRef {
      $0.state.load(ordering: .sequentiallyConsistent) == State.givenUp
    }
  }

  /// Whether the job of this thread may write its output; it is then not given up any more.
  static func mayWrite() -> Bool {
    guard let claim = pthread_getspecific(key) else { return true }
    return Unmanaged<JobClaim>.fromOpaque(claim)._withUnsafeGuaranteedRef {
      $0.state.compareExchange(
        expected: State.working, desired: State.writing, ordering: .sequentiallyConsistent
      ).original != State.givenUp
    }
  }
}

/// What a job says before it writes its output.
package enum Job {
  /// Whether the output may still be written: false once the job was reported as having taken too long.
  package static func mayWrite() -> Bool { JobClaim.mayWrite() }
}
