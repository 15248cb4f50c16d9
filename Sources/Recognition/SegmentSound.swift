import Aligner
import Kernels

/// A segment's frames as they come, collected for fusion.
struct SegmentSound: Sendable {
  /// The most frames whose memories are kept, 2 min: 9 MB. A command is shorter; an hour of them would be 280 MB.
  static let longest = 6000

  private var logProbabilities: [Float] = []
  private var memories = Matrix(columns: HeardSound.width)

  /// All posteriors.
  var posteriors: PhonePosteriors { PhonePosteriors(logProbabilities: logProbabilities) }
  /// Posteriors and memories; nil where some are missing, or the segment is too long.
  var heard: HeardSound? {
    let posteriors = posteriors
    guard memories.rows == posteriors.frameCount else { return nil }
    return HeardSound(posteriors: posteriors, memories: memories)
  }

  /// The bytes that it needs.
  var byteCount: Int { (logProbabilities.capacity + memories.values.capacity) * MemoryLayout<Float>.size }

  /// Adds posteriors, and of the frames in `range` the memories where there are any.
  mutating func append(_ posteriors: PhonePosteriors, _ memories: Matrix?, _ range: Range<Int>) {
    logProbabilities += posteriors.logProbabilities
    guard let memories, logProbabilities.count <= Self.longest * PhonePosteriors.columns else { return }
    self.memories.append(memories, rows: range)
  }

  /// Forgets everything, and gives its memory back.
  mutating func removeAll() { self = SegmentSound() }
}
