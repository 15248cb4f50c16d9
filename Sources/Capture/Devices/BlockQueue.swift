import Dispatch
import Synchronization

/// A bounded queue of blocks from one thread to one other. Neither ever waits for a lock: a block is handed over by
/// moving an index.
///
/// Sendable because each slot belongs to the writer until `written` passes it and to the reader until `read` does, and
/// the indices are stored with release and loaded with acquire.
final class BlockQueue: @unchecked Sendable {
  private struct Header {
    var sequence: UInt64
    var time: ContinuousClock.Instant
  }

  private let capacity: Int
  private let samples: UnsafeMutableBufferPointer<Float>
  private let headers: UnsafeMutableBufferPointer<Header>
  /// The blocks ever written, and ever read.
  private let written = Atomic<Int>(0)
  private let read = Atomic<Int>(0)
  /// One signal for each block, for whoever would rather sleep than look.
  private let filled = DispatchSemaphore(value: 0)

  /// - Parameter capacity: the most blocks that wait, at least 1.
  init(capacity: Int) {
    precondition(capacity >= 1)
    self.capacity = capacity
    samples = .allocate(capacity: capacity * SoundBlock.length)
    samples.initialize(repeating: 0)
    headers = .allocate(capacity: capacity)
    headers.initialize(repeating: Header(sequence: 0, time: .now))
  }

  deinit {
    samples.deallocate()
    headers.deallocate()
  }

  /// The blocks that wait.
  var count: Int { written.load(ordering: .acquiring) - read.load(ordering: .acquiring) }

  /// Adds a block; only the writing thread may call this.
  ///
  /// - Returns: false, and nothing is added, where the queue is full.
  func push(_ block: Span<Float>, sequence: UInt64, time: ContinuousClock.Instant) -> Bool {
    precondition(block.count == SoundBlock.length)
    let index = written.load(ordering: .relaxed)
    guard index - read.load(ordering: .acquiring) < capacity else { return false }
    let slot = index % capacity
    for sample in 0..<SoundBlock.length { samples[slot * SoundBlock.length + sample] = block[sample] }
    headers[slot] = Header(sequence: sequence, time: time)
    written.store(index + 1, ordering: .releasing)
    filled.signal()
    return true
  }

  /// Takes the oldest block; only the reading thread may call this.
  ///
  /// - Parameter timeout: how long to wait for one.
  func pop(waiting timeout: DispatchTimeInterval) -> SoundBlock? {
    guard filled.wait(timeout: .now() + timeout) == .success else { return nil }
    let index = read.load(ordering: .relaxed)
    // Waking the reader up for the end of the sound leaves a signal without a block.
    guard index < written.load(ordering: .acquiring) else { return nil }
    let slot = index % capacity
    let block = SoundBlock(
      sequence: headers[slot].sequence, time: headers[slot].time,
      samples: Array(samples[slot * SoundBlock.length..<(slot + 1) * SoundBlock.length]))
    read.store(index + 1, ordering: .releasing)
    return block
  }

  /// Wakes a waiting reader up though there is no block.
  func wake() { filled.signal() }
}
