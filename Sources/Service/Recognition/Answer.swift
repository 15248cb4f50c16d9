public import Recognition

/// What a client was told, for whoever watches the server.
public struct Answer: Sendable {
  /// What was understood: a result for each command, at least one.
  public var results: [RecognitionResult]
  /// The text that the client sent, or the transcript of its sound; empty for none.
  public var text: String
  /// The silence after the sound that told that it was over, in seconds.
  public var wait: Double
  /// From when the end of that silence was at hand to the answer, in seconds.
  public var computing: Double
}
