/// A piece of a transcript as another recogniser, or a person, gives it: a word, some words or a whole sentence.
public struct TranscriptToken: Hashable, Sendable {
  /// Whether a token may still change.
  public enum State: String, Hashable, Sendable {
    /// A guess that a later token may replace.
    case partial
    /// A token that stays.
    case final
  }

  /// What was written: in any case, with punctuation, digits and units ("50%").
  public var text: String
  /// When it was said, in seconds from the beginning of the segment; nil where that is not known.
  public var time: ClosedRange<Double>?
  /// How far it is to be believed, 0...1.
  public var confidence: Double
  /// When it became known, in seconds of any clock that all tokens share: their order and the time between them count.
  public var arrival: Double
  /// Whether it may still change.
  public var state: State

  /// - Precondition: `confidence` is in 0...1, `arrival` is finite and `time` is finite.
  public init(
    _ text: String, time: ClosedRange<Double>? = nil, confidence: Double = 1, arrival: Double = 0, state: State = .final
  ) {
    precondition((0...1).contains(confidence) && arrival.isFinite)
    precondition(time.map { $0.lowerBound.isFinite && $0.upperBound.isFinite } ?? true)
    self.text = text
    self.time = time
    self.confidence = confidence
    self.arrival = arrival
    self.state = state
  }
}
