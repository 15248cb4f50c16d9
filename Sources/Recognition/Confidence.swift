import Commands

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

    /// Measures a path. A path without phones has the worst features that there are.
    public init(of path: CommandPath) {
      phones = path.phoneCount
      guard phones > 0 else {
        (self.path, words, weakestWord) = (-.infinity, -.infinity, -.infinity)
        return
      }
      let spoken = path.steps.filter { $0.phones > 0 }
      self.path = path.score / Float(phones)
      words = spoken.reduce(0) { $0 + $1.score } / Float(phones)
      weakestWord = spoken.map { $0.score / Float($0.phones) }.min() ?? -.infinity
    }
  }

  /// 0, when nothing was heard, to 1.
  public let value: Double
  /// What the value was made from; nil when nothing was heard or no sentence fits.
  public let features: Features?

  /// No speech, or none that any sentence fits.
  public static let none = Confidence(value: 0, features: nil)

  /// The confidence in a path that the decoder found.
  public init(in path: CommandPath) {
    let features = Features(of: path)
    self.init(value: Self.logistic(of: features), features: features)
  }

  private init(value: Double, features: Features?) {
    self.value = value
    self.features = features
  }
}
