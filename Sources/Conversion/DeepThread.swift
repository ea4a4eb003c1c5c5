import Frontend
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Threads with a deep stack: glslang and SPIRV-Cross recurse as deep as expressions nest.
///
/// A thread that has done its work waits for more: to make one, and to touch its stack's first pages, costs a third of
/// what glslang takes for a usual shader.
package enum DeepThread {
  /// Only touched pages cost memory.
  private static let stackSize = 256 << 20
  /// More threads than this do not wait for work.
  private static let idleLimit = 16

  /// Runs some work where there is a deep stack: here, or on a thread of its own; nil where the system has none to give.
  static func runDeep<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value? {
    hasDeepStack ? body() : run(body)
  }

  /// Whether this thread has enough of its stack left for anything that the default ``Limits/nesting`` lets through.
  private static var hasDeepStack: Bool { stackLeft() >= stackSize / 2 }

  /// Runs some work on a thread with a deep stack and waits for it; nil where the system has no thread to give.
  package static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value? {
    let result = Result(body)
    let job = Job { result.value = result.body() }
    if let worker = takeIdle() {
      worker.start(job)
    } else if !start(Worker(job)) {
      return nil
    }
    job.done.wait()
    return result.value
  }

  /// A closure and the place for what it gives.
  private final class Result<Value: Sendable>: @unchecked Sendable {
    let body: @Sendable () -> Value
    var value: Value?

    init(_ body: @escaping @Sendable () -> Value) { self.body = body }
  }

  /// What a thread runs, whatever it gives.
  private final class Job: Sendable {
    let run: @Sendable () -> Void
    let done = Signal()

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  // MARK: Threads

  /// A thread, and what it is to run next.
  private final class Worker: @unchecked Sendable {
    private var job: Job?
    private let ready = Signal()

    init(_ job: Job) { start(job) }

    func start(_ job: Job) {
      self.job = job
      ready.raise()
    }

    /// Runs what it is given until there are enough others.
    func work() {
      var isWanted = true
      while isWanted {
        ready.wait()
        guard let job else { return }
        self.job = nil
        job.run()
        // From here on it may be given more, but looks only after it has said that this is done.
        isWanted = leaveIdle(self)
        job.done.raise()
      }
    }
  }

  /// The threads that wait for work, in one process: a fork has none of its parent's.
  private static let idle = Mutex<(process: pid_t, workers: [Worker])>((0, []))

  private static func takeIdle() -> Worker? {
    idle.withLock { idle in
      if idle.process != getpid() { idle = (getpid(), []) }
      return idle.workers.popLast()
    }
  }

  private static func leaveIdle(_ worker: Worker) -> Bool {
    idle.withLock { idle in
      guard idle.process == getpid(), idle.workers.count < idleLimit else { return false }
      idle.workers.append(worker)
      return true
    }
  }

  private static func start(_ worker: Worker) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    let context = Unmanaged.passRetained(worker)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { context in
        if let context { Unmanaged<Worker>.fromOpaque(context).takeRetainedValue().work() }
        return nil
      }, context.toOpaque())
    if status != 0 { context.release() }
    return status == 0
  }

  /// Something that one thread waits for and another does, once each time.
  private final class Signal: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
      semaphore = .allocate(capacity: 1)
      sem_init(semaphore, 0, 0)
    }

    deinit {
      sem_destroy(semaphore)
      semaphore.deallocate()
    }

    func raise() { sem_post(semaphore) }

    func wait() {
      // A signal handler of the host's may interrupt it.
      while sem_wait(semaphore) != 0 {}
    }
  }
}
