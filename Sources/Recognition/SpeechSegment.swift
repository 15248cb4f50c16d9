/// A stretch of live sound in which somebody spoke.
public struct SpeechSegment: Sendable {
  /// 16 kHz, one channel, with some silence at both ends.
  public var samples: [Float]
  /// When the segment begins, in seconds since the beginning of the sound.
  public var start: Double
  /// When the last of it was loud or sounded like a phone, in seconds since the beginning of the sound.
  public var speechEnd: Double
  /// Why it ended.
  public var reason: Endpointer.Reason
  /// The commands that were found while it was spoken, where there were several.
  var commands: [RecognitionResult] = []

  /// When the segment ends, in seconds since the beginning of the sound.
  public var end: Double { start + Double(samples.count) / Double(Recognizer.sampleRate) }
}
