import Aligner
public import Lexicon

/// What a recogniser makes of one segment of sound.
public struct RecognitionResult: Sendable {
  /// How long the parts of the work took.
  public struct Timings: Hashable, Sendable {
    /// From samples to phone posteriors.
    public var acoustics = Duration.zero
    /// From phone posteriors to the best path.
    public var decoding = Duration.zero
    /// From the transcript to the best path by both.
    public var fusion = Duration.zero

    /// All parts.
    public var total: Duration { acoustics + decoding + fusion }

    static func + (first: Timings, second: Timings) -> Timings {
      Timings(
        acoustics: first.acoustics + second.acoustics, decoding: first.decoding + second.decoding,
        fusion: first.fusion + second.fusion)
    }
  }

  /// The best sentence of the command file, believed or not; nil where nothing was said or no sentence fits.
  public var candidate: Interpretation?
  /// How far the candidate is to be believed.
  public var confidence: Confidence
  /// The confidence that a command needs.
  public var threshold: Double
  /// When something was said, in seconds from the beginning of the segment: the command's own time, or, where there is
  /// no command, from the first phone to the last one; nil for silence.
  public var speech: Range<Double>?
  /// The length of the segment in seconds.
  public var seconds: Double
  /// What fusion decided between; nil where the sound alone decided.
  public var fusion: FusionEvidence?
  /// How long the work took.
  public var timings: Timings
  /// Why the transcript was not read, so that the sound alone decided; nil where it was, or where there was none.
  public var unread: LexiconError?

  /// What was understood; nil where nothing was said or the candidate is not believed.
  public var interpretation: Interpretation? { confidence.value >= threshold ? candidate : nil }

  /// Counts the times from the first sample, which was heard after `lead` frames of room (see `CutEdges`). What was heard
  /// in the room around the sound is told as its edge.
  mutating func shift(lead: Int) {
    let (lead, seconds) = (Double(lead) * PhonePosteriors.frameDuration, seconds)
    func place(_ time: Range<Double>) -> Range<Double> {
      min(max(0, time.lowerBound - lead), seconds)..<min(max(0, time.upperBound - lead), seconds)
    }
    candidate?.mapTimes(place)
    speech = speech.map(place)
    fusion?.mapTimes(place)
  }
}
