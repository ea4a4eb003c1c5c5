import Glibc

/// The least time of some runs, in seconds of this process's processor time: what else the machine does only
/// adds to it.
public func leastTime(of runs: Int, _ body: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  for _ in 0..<max(runs, 1) {
    let start = processorTime()
    try body()
    least = min(least, processorTime() - start)
  }
  return least
}

/// The processor time of this process, all threads, in seconds.
public func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
