import Aligner
import Kernels

/// A segment's frames as they come, collected for fusion.
struct SegmentSound: Sendable {
  private var logProbabilities: [Float] = []
  private var memories = Matrix(columns: HeardSound.width)

  /// All posteriors.
  var posteriors: PhonePosteriors { PhonePosteriors(logProbabilities: logProbabilities) }
  /// Posteriors and memories.
  ///
  /// - Precondition: every part had memories.
  var heard: HeardSound { HeardSound(posteriors: posteriors, memories: memories) }

  /// Adds posteriors, and of the frames in `range` the memories where there are any.
  mutating func append(_ posteriors: PhonePosteriors, _ memories: Matrix?, _ range: Range<Int>) {
    logProbabilities += posteriors.logProbabilities
    if let memories { self.memories.append(memories, rows: range) }
  }

  /// Forgets everything.
  mutating func removeAll() {
    logProbabilities.removeAll(keepingCapacity: true)
    memories.reshape(rows: 0, columns: HeardSound.width)
  }
}
