/// Cuts captured samples into numbered blocks.
struct BlockSequencer {
  private var samples: [Float] = []
  private var next: UInt64 = 0
  /// When the last sample before an interruption was captured; nil where nothing is interrupted.
  private var interrupted: ContinuousClock.Instant?
  private var last: ContinuousClock.Instant?

  /// Sound is lost here: an incomplete block is dropped, and numbers are left out, one for each block's length that is
  /// missing and one at least.
  mutating func interrupt() {
    samples.removeAll(keepingCapacity: true)
    interrupted = interrupted ?? last
  }

  /// Takes samples and hands on the blocks that they complete.
  ///
  /// - Parameter time: when the last of them was captured.
  mutating func append(
    _ new: [Float], time: ContinuousClock.Instant, _ hand: (Span<Float>, UInt64, ContinuousClock.Instant) -> Void
  ) {
    guard !new.isEmpty else { return }
    if let before = interrupted {
      let missing = (time - before) / .seconds(1) * 16_000 - Double(new.count)
      next += UInt64(max(1, (missing / Double(SoundBlock.length)).rounded()))
      interrupted = nil
    }
    samples += new
    last = time
    var (taken, number) = (0, next)
    while samples.count - taken >= SoundBlock.length {
      let block = samples.span.extracting(taken..<taken + SoundBlock.length)
      taken += SoundBlock.length
      hand(block, number, time - .seconds(Double(samples.count - taken) / 16_000))
      number += 1
    }
    samples.removeFirst(taken)
    next = number
  }
}
