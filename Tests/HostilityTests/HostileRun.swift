import CAllocations
import TestSupport

/// How much work inputs were one by one, and how the process grew over them.
struct HostileRun: Sendable {
  /// The longest that an input took, and its beginning.
  private(set) var slowest = Duration.zero
  private(set) var slowestInput = ""
  private let warmUp: Int
  private var done = 0
  private var before = 0

  /// - Parameter count: how many inputs there will be; the first tenth of them, which fills caches, is not counted as growth.
  init(count: Int) { warmUp = max(1, count / 10) }

  /// Works on an input.
  mutating func measure(_ input: String, _ work: () throws -> Void) rethrows {
    let start = processorTime
    try work()
    took(processorTime - start, for: input)
  }

  /// Takes note of how long an input took.
  mutating func took(_ time: Duration, for input: String) {
    if time > slowest {
      (slowest, slowestInput) = (time, "\(input.utf8.count) bytes: \(input.prefix(200).debugDescription)")
    }
    done += 1
    if done == warmUp { before = Self.settledMebibytes }
  }

  /// How much memory the process has gained since the first tenth of the inputs, in MiB.
  var growth: Int { Self.settledMebibytes - before }

  /// What is free is given back first.
  private static var settledMebibytes: Int {
    return_free_memory()
    return HostilityTests.residentMebibytes
  }
}

extension HostileRun: CustomStringConvertible {
  var description: String { "the slowest took \(slowest), memory grew by \(growth) MiB" }
}
