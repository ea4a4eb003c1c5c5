import Glibc

/// Turns a crash of the C++ libraries on some input into an error message and an ordinary exit: glslang 12 is
/// known to crash on texts it should refuse, and a bad shader is no reason for a build to see a signal.
///
/// Not active where SWIFT_BACKTRACE is set: who asks for a backtrace gets one.
package enum CrashGuard {
  /// The message of each thread, ready to be written by a signal handler, which may not allocate.
  private static let message: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  private static let stackSize = 64 << 10

  /// Catches the signals of crashes. Call it once, first.
  package static func install() {
    guard getenv("SWIFT_BACKTRACE") == nil else { return }
    _ = message
    JobClaim.prepare()
    for number in [SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP] { set(for: number) }
  }

  private static func set(for number: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { CrashGuard.handle($0) }
    action.sa_flags = SA_ONSTACK | CInt(bitPattern: UInt32(SA_RESETHAND))
    sigaction(number, &action, nil)
  }

  /// Runs the body of a thread with a stack of its own for signals, since the thread's may be used up.
  package static func withSignalStack(_ body: () -> Void) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: stackSize, alignment: 16)
    var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: stackSize)
    sigaltstack(&stack, nil)
    body()
    stack.ss_flags = CInt(SS_DISABLE)
    sigaltstack(&stack, nil)
    memory.deallocate()
  }

  /// Runs some work on an input; a crash in it names the input.
  package static func working<Result>(on path: String, _ body: () -> Result) -> Result {
    let text = strdup("\(path): error: internal error: a compiler library crashed on it\n")
    pthread_setspecific(message, text)
    defer {
      pthread_setspecific(message, nil)
      free(text)
    }
    return body()
  }

  private static func handle(_ number: Int32) {
    if JobClaim.isGivenUp {
      // Its job is reported already, and the others go on. The next crash is another thread's.
      set(for: number)
      while true { pause() }
    }
    guard let text = pthread_getspecific(message)?.assumingMemoryBound(to: CChar.self) else {
      // Not at work on an input: the signal, now back to its default, comes again.
      raise(number)
      return
    }
    write(STDERR_FILENO, text, strlen(text))
    Interruption.removeTemporaries()
    _exit(1)
  }
}
