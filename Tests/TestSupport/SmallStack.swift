import Foundation

/// Runs something on a thread of its own with the smallest stack that a library may be called on: 512 kB, that of a
/// secondary thread on Darwin.
public func onSmallStack<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    let thread = Thread { continuation.resume(with: Result(catching: body)) }
    thread.stackSize = 512 << 10
    thread.start()
  }
}
