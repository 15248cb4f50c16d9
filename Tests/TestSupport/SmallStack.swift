import Foundation

/// Runs something on a thread of its own with the smallest stack that a library may be called on: 512 kB, that of a
/// secondary thread on Darwin. Code that is not optimised needs several times as much, and has it.
public func onSmallStack<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    let thread = Thread { continuation.resume(with: Result(catching: body)) }
    thread.stackSize = (_isDebugAssertConfiguration() ? 4096 : 512) << 10
    thread.start()
  }
}

/// How long the calling thread has been at work: what a bound on work is compared with on a machine that does other things
/// as well.
public var processorTime: Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
