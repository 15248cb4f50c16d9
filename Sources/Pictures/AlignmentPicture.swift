/// What a sound, the phones heard in it and the words of a transcript look like above each other, on one axis of time.
///
/// Everything is plain values, so that any aligner can fill them in.
public struct AlignmentPicture: Hashable, Sendable {
  /// Something with a beginning and an end.
  public struct Span: Hashable, Sendable {
    /// What stands in it.
    public var text: String
    /// When it is, in seconds.
    public var time: Range<Double>
    /// How well it agrees with the sound, 0...1; nil where that is no question.
    public var agreement: Double?

    /// A labelled stretch of time.
    public init(_ text: String, _ time: Range<Double>, agreement: Double? = nil) {
      self.text = text
      self.time = time
      self.agreement = agreement
    }
  }

  /// Spans in one row.
  public struct Tier: Hashable, Sendable {
    /// What the row is called, in a word.
    public var name: String
    /// From the first to the last.
    public var spans: [Span]

    /// A row of spans.
    public init(_ name: String, _ spans: [Span]) {
      self.name = name
      self.spans = spans
    }
  }

  /// Values over time.
  public struct Frames: Hashable, Sendable {
    /// Row-major [frames, size].
    public var values: [Float]
    /// The values of a frame.
    public var size: Int
    /// From one frame to the next, in seconds.
    public var frameDuration: Double

    /// - Parameters:
    ///   - values: row-major [frames, size].
    ///   - size: the values of a frame, at least 1.
    ///   - frameDuration: from one frame to the next, in seconds.
    /// - Precondition: `values` has whole frames.
    public init(_ values: [Float], size: Int, frameDuration: Double) {
      precondition(size > 0 && values.count.isMultiple(of: size))
      self.values = values
      self.size = size
      self.frameDuration = frameDuration
    }

    /// All frames, in seconds.
    var duration: Double { Double(values.count / size) * frameDuration }
  }

  /// Which token attends to which moment.
  public struct Attention: Hashable, Sendable {
    /// The tokens, from the first to the last.
    public var tokens: [String]
    /// Row-major [frames, tokens], 0...1: the weights of each frame.
    public var weights: Frames

    /// - Parameters:
    ///   - tokens: at least one.
    ///   - weights: row-major [tokens, frames], 0...1.
    ///   - frameDuration: from one frame to the next, in seconds.
    /// - Precondition: `weights` has a row for each token, all of the same length.
    public init(tokens: [String], weights: [Float], frameDuration: Double) {
      precondition(!tokens.isEmpty && weights.count.isMultiple(of: tokens.count))
      let frames = weights.count / tokens.count
      self.tokens = tokens
      self.weights = Frames(
        (0..<frames).flatMap { frame in tokens.indices.map { weights[$0 * frames + frame] } }, size: tokens.count,
        frameDuration: frameDuration)
    }
  }

  /// What is shown.
  public var title: String
  /// Log-mel energies, the lowest band first; the loudest 80 dB (8 in log10) are shown.
  public var spectrogram: Frames
  /// Below the spectrogram, from the top.
  public var tiers: [Tier]
  /// Below the tiers; nil for none.
  public var attention: Attention?

  /// A picture of a sound.
  public init(title: String, spectrogram: Frames, tiers: [Tier], attention: Attention? = nil) {
    self.title = title
    self.spectrogram = spectrogram
    self.tiers = tiers
    self.attention = attention
  }

  /// From 0 to the end of everything, in seconds.
  var duration: Double {
    let ends = tiers.flatMap { $0.spans.map(\.time.upperBound) }
    let longest = ([spectrogram.duration, attention?.weights.duration ?? 0] + ends).filter(\.isFinite).max() ?? 0
    return max(0.01, longest)
  }
}
