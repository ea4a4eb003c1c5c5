import Glibc
import Synchronization

/// Runs jobs on threads of their own, in any order, and hands their results on in the order of the jobs.
package struct Workers: Sendable {
  /// How many threads to start at most.
  package var count: Int
  /// glslang and SPIRV-Cross recurse as deep as expressions nest; only touched pages cost memory.
  private static let stackSize = 256 << 20

  package init(count: Int) { self.count = count }

  /// The number of cores this process may use.
  package static var coreCount: Int {
    max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Runs `job` for every index below `jobs`. `started` is called with a job's index and how many were done
  /// before, `finished` in order of index; neither runs at the same time as another call of the two.
  package func run<Result: Sendable>(
    jobs: Int, job: @escaping @Sendable (Int) -> Result, started: @escaping @Sendable (Int, Int) -> Void,
    finished: @escaping @Sendable (Int, Result) -> Void
  ) {
    let queue = Queue(jobs: jobs, job: job, started: started, finished: finished)
    let body: @Sendable () -> Void = { queue.work() }
    let threads = (0..<min(max(count, 1), jobs)).compactMap { _ in Workers.start(body) }
    if threads.isEmpty { body() }
    for thread in threads { pthread_join(thread, nil) }
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread; nil where the system has none to give.
  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let context = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
        CrashGuard.withSignalStack { body.run() }
        return nil
      }, context.toOpaque())
    if status != 0 {
      context.release()
      return nil
    }
    return thread
  }
}

/// The jobs not yet taken, and the results not yet handed on.
private final class Queue<Result: Sendable>: Sendable {
  private struct State {
    var next = 0
    var done = 0
    var handedOn = 0
    var waiting: [Int: Result] = [:]
  }

  private let jobs: Int
  private let job: @Sendable (Int) -> Result
  private let started: @Sendable (Int, Int) -> Void
  private let finished: @Sendable (Int, Result) -> Void
  private let state = Mutex(State())

  init(
    jobs: Int, job: @escaping @Sendable (Int) -> Result, started: @escaping @Sendable (Int, Int) -> Void,
    finished: @escaping @Sendable (Int, Result) -> Void
  ) {
    self.jobs = jobs
    self.job = job
    self.started = started
    self.finished = finished
  }

  /// Takes jobs until none is left.
  func work() {
    while let index = take() {
      let result = job(index)
      state.withLock { state in
        state.done += 1
        state.waiting[index] = result
        while let ready = state.waiting.removeValue(forKey: state.handedOn) {
          finished(state.handedOn, ready)
          state.handedOn += 1
        }
      }
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < jobs else { return nil }
      state.next += 1
      started(state.next - 1, state.done)
      return state.next - 1
    }
  }
}
