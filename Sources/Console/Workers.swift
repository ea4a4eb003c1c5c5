import Glibc
import Synchronization

/// Runs jobs on threads of their own, in any order, and hands their results on in the order of the jobs.
///
/// A job that takes too long is given up: it gets the result that says so, its thread is left to itself, and another
/// one goes on with the rest. A process that uses too much memory ends.
package struct Workers: Sendable {
  /// How many threads to start at most.
  package var count: Int
  /// How long a job may take; nil: as long as it takes.
  package var time: Duration?
  /// The bytes that the process may use.
  package var memory: Int
  /// glslang and SPIRV-Cross recurse as deep as expressions nest; only touched pages cost memory.
  private static let stackSize = 256 << 20
  /// How often time and memory are looked at.
  private static let period = 20_000_000

  package init(count: Int, time: Duration? = nil, memory: Int = .max) {
    (self.count, self.time, self.memory) = (count, time, memory)
  }

  /// The number of cores this process may use.
  package static var coreCount: Int {
    max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Runs `job` for every index below `jobs`. `started` is called with a job's index and how many were done
  /// before, `finished` in order of index; neither runs at the same time as another call of the two. `tooLong` says what
  /// a job that was given up gave, `tooMuch` what to tell of a job that was at work when the memory was used up.
  package func run<Result: Sendable>(
    jobs: Int, job: @escaping @Sendable (Int) -> Result, started: @escaping @Sendable (Int, Int) -> Void,
    finished: @escaping @Sendable (Int, Result) -> Void, tooLong: (Int) -> Result, tooMuch: (Int) -> String
  ) {
    let queue = Queue(jobs: jobs, job: job, started: started, finished: finished)
    let body: @Sendable () -> Void = { queue.work() }
    let threads = (0..<min(max(count, 1), jobs)).count { _ in Workers.start(body) }
    if threads == 0 { body() }
    while !queue.wait(nanoseconds: Self.period) {
      if let time {
        for _ in 0..<queue.giveUp(after: time, tooLong) where !Workers.start(body) { body() }
      }
      if let used = ProcessMemory.used, used > memory {
        let messages = queue.current.map(tooMuch)
        StandardError.write(messages.joined())
        Interruption.removeTemporaries()
        fflush(nil)
        _exit(1)
      }
    }
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread; false where the system has none to give.
  private static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
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
    if status != 0 { context.release() }
    return status == 0
  }
}

/// The jobs not yet taken, those at work, and the results not yet handed on.
private final class Queue<Result: Sendable>: Sendable {
  private struct State {
    var next = 0
    var done = 0
    var handedOn = 0
    var waiting: [Int: Result] = [:]
    var working: [Int: (claim: JobClaim, start: ContinuousClock.Instant)] = [:]
  }

  private let jobs: Int
  private let job: @Sendable (Int) -> Result
  private let started: @Sendable (Int, Int) -> Void
  private let finished: @Sendable (Int, Result) -> Void
  private let state = Mutex(State())
  private let end = Event()

  init(
    jobs: Int, job: @escaping @Sendable (Int) -> Result, started: @escaping @Sendable (Int, Int) -> Void,
    finished: @escaping @Sendable (Int, Result) -> Void
  ) {
    self.jobs = jobs
    self.job = job
    self.started = started
    self.finished = finished
  }

  /// Takes jobs until none is left, or the one at hand was given up.
  func work() {
    while let (index, claim) = take() {
      let result = claim.run { job(index) }
      let isOurs = state.withLock { state in
        guard state.working[index]?.claim === claim else { return false }
        deliver(result, of: index, &state)
        return true
      }
      guard isOurs else { return }
    }
  }

  /// Waits until all results are handed on, or so long; returns whether they are.
  func wait(nanoseconds: Int) -> Bool {
    if jobs == 0 { return true }
    return end.wait(nanoseconds: nanoseconds)
  }

  /// Gives up what has taken longer; returns how many jobs that were.
  func giveUp(after time: Duration, _ result: (Int) -> Result) -> Int {
    state.withLock { state in
      let now = ContinuousClock.now
      let late = state.working.filter { now - $0.value.start > time && $0.value.claim.giveUp() }.keys.sorted()
      for index in late { deliver(result(index), of: index, &state) }
      return late.count
    }
  }

  /// The jobs at work.
  var current: [Int] { state.withLock { $0.working.keys.sorted() } }

  private func deliver(_ result: Result, of index: Int, _ state: inout State) {
    state.working[index] = nil
    state.done += 1
    state.waiting[index] = result
    while let ready = state.waiting.removeValue(forKey: state.handedOn) {
      finished(state.handedOn, ready)
      state.handedOn += 1
    }
    if state.handedOn == jobs { end.signal() }
  }

  private func take() -> (Int, JobClaim)? {
    state.withLock { state in
      guard state.next < jobs else { return nil }
      let (index, claim) = (state.next, JobClaim())
      state.next += 1
      state.working[index] = (claim, ContinuousClock.now)
      started(index, state.done)
      return (index, claim)
    }
  }
}

/// Something that happens once, to be waited for.
private final class Event: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var hasHappened = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  func signal() {
    pthread_mutex_lock(mutex)
    hasHappened = true
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Waits so long at most; returns whether it has happened.
  func wait(nanoseconds: Int) -> Bool {
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    end.tv_nsec += nanoseconds
    (end.tv_sec, end.tv_nsec) = (end.tv_sec + end.tv_nsec / 1_000_000_000, end.tv_nsec % 1_000_000_000)
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !hasHappened, pthread_cond_timedwait(condition, mutex, &end) == 0 {}
    return hasHappened
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }
}
