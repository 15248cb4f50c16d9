import Benchmark
import CAllocations
import Glibc

extension Benchmark {
  /// Adds a benchmark of something that stays on its thread.
  ///
  /// - Parameters:
  ///   - scale: how many runs are a sample: enough of them that reading clocks counts for nothing.
  ///   - prepare: makes what is needed, once, and returns what is measured.
  static func add(
    _ name: String, scale: BenchmarkScalingFactor = .one, prepare: @escaping () throws -> () throws -> Void
  ) {
    var configuration = defaultConfiguration
    configuration.scalingFactor = scale
    Benchmark(name, configuration: configuration) { (benchmark: Benchmark, body: () throws -> Void) in
      try benchmark.measure(body)
    } setup: {
      try prepare()
    }
  }

  private func measure(_ body: () throws -> Void) throws {
    startMeasurement()
    let (time, allocations) = (Self.threadNanoseconds, allocations_of_this_thread())
    for _ in scaledIterations { try body() }
    let used = (time: Self.threadNanoseconds - time, allocations: allocations_of_this_thread() - allocations)
    stopMeasurement()
    measurement(.processorTime, used.time)
    measurement(.allocations, Int(used.allocations))
  }

  private static var threadNanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

extension BenchmarkMetric {
  /// The thread's processor time, in nanoseconds. The library's own comes from /proc, in hundredths of a second.
  static var processorTime: BenchmarkMetric { .custom("Time (CPU of the thread) (ns)") }
  /// How often the thread asked for memory. The library's own count needs another malloc than the one that is shipped.
  static var allocations: BenchmarkMetric { .custom("Malloc (of the thread)") }
}
