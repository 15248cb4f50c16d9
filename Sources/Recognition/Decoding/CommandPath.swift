/// The best way through a graph: what the decoder found.
public struct CommandPath: Hashable, Sendable {
  /// One output that was passed, with the word that earned it.
  public struct Step: Hashable, Sendable {
    /// The index in the graph's `outputs`.
    public var output: Int
    /// The frames in which the word's phones were heard.
    public var frames: Range<Int>
    /// The number of the word's phones.
    public var phones: Int
    /// The word's log-probability relative to the free phone loop over the same frames, in nats; 0 is the best.
    public var score: Float

    /// The score in nats per phone.
    var ratio: Float { score / Float(max(1, phones)) }
  }

  /// The outputs in the order in which they were passed.
  public var steps: [Step]
  /// The index in the graph's `finals`; nil where the sentence is not finished.
  public var final: Int?
  /// The log-probability of the whole path relative to the free phone loop, with the arcs' weights and the filler's
  /// penalties, in nats; 0 is the best.
  public var score: Float
  /// The log-probability of the whole path, in nats.
  public var logProbability: Double
  /// The number of frames that the path explains.
  public var frameCount: Int
}
