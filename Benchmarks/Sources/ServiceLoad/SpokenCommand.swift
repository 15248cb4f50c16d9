import AttuneClient
import Wire

/// A command as portions of sound with silence behind it.
struct SpokenCommand: Sendable {
  /// The length of a portion.
  static let portion = Duration.milliseconds(20)
  private static let samples = 320
  /// The portions of silence behind.
  private static let pause = 75

  /// The sound, 20 ms each.
  let portions: [AudioChunk]
  /// The portion with which the server can tell that the command is over.
  var deciding: Int

  /// - Parameter samples: 16 kHz, one channel.
  init(_ samples: [Float]) {
    // Silence of a line, not of a file: a step of the lowest bit now and then.
    let silence = (0..<Self.pause * Self.samples).map { Float($0 % 7 == 0 ? 1 : 0) / 32_768 }
    let all = samples + silence
    portions = stride(from: 0, to: all.count, by: Self.samples).flatMap { start in
      Array(SpeechChunks(all[start..<min(all.count, start + Self.samples)]))
    }
    deciding = portions.count - 1
  }
}
