import Benchmark
import CAllocations
import Glibc

extension Benchmark {
  /// Adds a benchmark of something that stays on its thread.
  ///
  /// - Parameter prepare: makes what is needed, once, and returns what is measured: long enough, some 50 µs, that reading
  ///   clocks counts for nothing.
  static func add(_ name: String, prepare: @escaping () throws -> () throws -> Void) {
    Benchmark(name) { (benchmark: Benchmark, body: () throws -> Void) in
      try benchmark.measure(body)
    } setup: {
      try prepare()
    }
  }

  private func measure(_ body: () throws -> Void) throws {
    startMeasurement()
    let (time, allocations) = (Self.threadNanoseconds, allocations_of_this_thread())
    try body()
    let used = (time: Self.threadNanoseconds - time, allocations: allocations_of_this_thread() - allocations)
    stopMeasurement()
    measurement(.processorTime, used.time / 1000)
    measurement(.allocations, Int(used.allocations))
  }

  private static var threadNanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

extension BenchmarkMetric {
  /// The thread's processor time. The library's own comes from /proc, in hundredths of a second.
  static var processorTime: BenchmarkMetric { .custom("Time (CPU of the thread, μs)") }
  /// How often the thread asked for memory. The library's own count needs another malloc than the one that is shipped.
  static var allocations: BenchmarkMetric { .custom("Malloc (of the thread)") }
}
