import Frontend

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Threads with a deep stack: glslang and SPIRV-Cross recurse as deep as expressions nest.
package enum DeepThread {
  /// Only touched pages cost memory.
  private static let stackSize = 256 << 20

  /// A closure and the place for what it gives.
  private final class Job<Value: Sendable>: @unchecked Sendable {
    let body: @Sendable () -> Value
    var value: Value?

    init(_ body: @escaping @Sendable () -> Value) { self.body = body }
  }

  /// What the thread runs, whatever it gives.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs some work where there is a deep stack: here, or on a thread of its own; nil where the system has none to give.
  static func runDeep<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value? {
    hasDeepStack ? body() : run(body)
  }

  /// Whether this thread has enough of its stack left for anything that the default ``Limits/nesting`` lets through.
  private static var hasDeepStack: Bool { stackLeft() >= stackSize / 2 }

  /// Runs some work on a thread of its own and waits for it; nil where the system has no thread to give.
  package static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value? {
    let job = Job(body)
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let context = Unmanaged.passRetained(Body { job.value = job.body() })
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      context.release()
      return nil
    }
    pthread_join(thread, nil)
    return job.value
  }
}
