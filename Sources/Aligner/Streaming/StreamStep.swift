/// One stream's share of a step.
struct StreamStep {
  let stream: AcousticStream
  /// The frames that the stream has with this step's chunk, if it goes on.
  let end: Int
  /// The frames that it has in all; `Int.max` while it goes on.
  let total: Int

  /// Whether a chunk that begins with frame `start` lies behind the stream's end.
  func isOver(from start: Int) -> Bool { start >= total }

  /// Which of `count` frames exist, counted from the first, which is frame `start` of the stream and may be negative.
  func existing(of count: Int, from start: Int) -> Range<Int> {
    let first = min(count, max(0, -start))
    let end = total == .max ? count : min(count, max(0, total - start))
    return first..<max(first, end)
  }
}
