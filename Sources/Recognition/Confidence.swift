public import Commands

/// How far a command is to be believed: a logistic function of likelihood ratios per phone.
public struct Confidence: Hashable, Sendable {
  /// What the confidence is made from. All are in nats per phone and at most about 0: how much worse the command
  /// explains the sound than the best of all phone sequences does.
  public struct Features: Hashable, Sendable {
    /// The whole path's log-likelihood ratio to the free phone loop, divided by the number of phones. Speech that the
    /// command does not explain counts here.
    public var path: Float
    /// The words' own log-likelihood ratios, divided by the number of phones.
    public var words: Float
    /// The lowest log-likelihood ratio of a word, divided by its phones.
    public var weakestWord: Float
    /// The number of phones in the words.
    public var phones: Int

    /// Measures a path through `graph`. A path without words has the worst features that there are.
    public init(of path: CommandPath, in graph: CommandGraph) {
      // A wildcard fits anything; it is no evidence.
      let words = path.steps.filter { $0.phones > 0 && graph.outputs[$0.output].word != nil }
      phones = words.reduce(0) { $0 + $1.phones }
      self.path = phones > 0 ? path.score / Float(phones) : -.infinity
      self.words = phones > 0 ? words.reduce(0) { $0 + $1.score } / Float(phones) : -.infinity
      weakestWord = words.map { $0.score / Float($0.phones) }.min() ?? -.infinity
    }
  }

  /// 0, when nothing was heard, to 1.
  public let value: Double
  /// What the value was made from; nil when nothing was heard or no sentence fits.
  public let features: Features?

  /// No speech, or none that any sentence fits.
  public static let none = Confidence(value: 0, features: nil)

  /// The confidence in a path that the decoder found.
  public init(in path: CommandPath, through graph: CommandGraph) {
    let features = Features(of: path, in: graph)
    self.init(value: Self.logistic(of: features), features: features)
  }

  private init(value: Double, features: Features?) {
    self.value = value
    self.features = features
  }
}
