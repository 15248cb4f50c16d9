import Wire

/// What has come of a sound and is not handed on yet: less than 10 ms, or a frame that was cut in two. Some programs cut sound
/// anywhere: Home Assistant's own web interface does it at every byte that is a line feed.
struct PartialSound: Sendable {
  private var chunk: AudioChunk?

  /// Joins what comes to what is there.
  ///
  /// - Returns: the frames that can be handed on, in order; of one format each.
  mutating func join(_ next: AudioChunk) -> [AudioChunk] {
    guard let frame = next.format.frameBytes, frame > 0 else { return [] }
    let least = max(1, next.format.rate / 100) * frame
    if chunk == nil, next.samples.count >= least, next.samples.count.isMultiple(of: frame) { return [next] }
    var ready: [AudioChunk] = []
    if let chunk, chunk.format != next.format { ready += finish().frames }
    var joined = next
    if let chunk { joined.samples = chunk.samples + next.samples }
    chunk = nil
    let whole = joined.samples.count - joined.samples.count % frame
    if whole >= least {
      ready.append(AudioChunk(format: joined.format, samples: Array(joined.samples[..<whole])))
      joined.samples.removeFirst(whole)
    }
    if !joined.samples.isEmpty { chunk = joined }
    return ready
  }

  /// The sound ends.
  ///
  /// - Returns: the frames that were left, and how many bytes of one that never became whole.
  mutating func finish() -> (frames: [AudioChunk], bytes: Int) {
    guard var last = chunk.take(), let frame = last.format.frameBytes else { return ([], 0) }
    let bytes = last.samples.count % frame
    last.samples.removeLast(bytes)
    return (last.samples.isEmpty ? [] : [last], bytes)
  }
}
