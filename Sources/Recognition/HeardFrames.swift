import Aligner
import Kernels

/// Frames as a streaming network says them.
struct HeardFrames {
  private var logProbabilities: [Float] = []
  private var memories: Matrix?

  /// - Parameter withMemories: whether what neural fusion works on is kept too.
  init(withMemories: Bool) {
    if withMemories { memories = Matrix(columns: HeardSound.width) }
  }

  /// All of them.
  ///
  /// - Parameter lead: how many of them lie before the first sample.
  func sound(lead: Int) -> Hearing.Sound {
    Hearing.Sound(posteriors: PhonePosteriors(logProbabilities: logProbabilities), memories: memories, lead: lead)
  }

  /// The bytes that they need.
  var byteCount: Int { (logProbabilities.capacity + (memories?.values.capacity ?? 0)) * MemoryLayout<Float>.size }

  /// Adds a frame: its log-probabilities [40], and what the network remembers [384].
  mutating func append(_ frame: Span<Float>, _ memory: Span<Float>) {
    for index in frame.indices { logProbabilities.append(frame[index]) }
    memories?.append(row: memory)
  }

  /// Adds frames.
  mutating func append(_ other: HeardFrames) {
    logProbabilities += other.logProbabilities
    if let more = other.memories { memories?.append(more, rows: 0..<more.rows) }
  }
}
