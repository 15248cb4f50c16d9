import Aligner

/// A stretch of live sound in which somebody spoke.
public struct SpeechSegment: Sendable {
  /// 16 kHz, one channel, from a little before the speech to the last sample that the network heard, some silence after
  /// it; none where the recogniser does not keep them.
  public let samples: [Float]
  /// How many samples there were.
  let sampleCount: Int
  /// When the segment begins, in seconds since the beginning of the sound.
  public let start: Double
  /// When the last of it was loud or sounded like a phone, in seconds since the beginning of the sound.
  public let speechEnd: Double
  /// When it was taken for ended, in seconds since the beginning of the sound.
  public let end: Double
  /// Why it ended.
  public let reason: Endpointer.Reason
  /// What the network heard in them.
  let sound: HeardSound
  /// The commands that were found while it was spoken, where there were several.
  let commands: [RecognitionResult]
}
