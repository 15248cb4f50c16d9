import Aligner
public import Commands
import Glibc

/// How far a command is to be believed: a logistic function of what speaks for it and against it.
public struct Confidence: Hashable, Sendable {
  /// What the confidence is made from. Likelihood ratios are in nats per phone and at most about 0: how much worse the
  /// command explains the sound than the best of all phone sequences does.
  public struct Features: Hashable, Sendable {
    /// The greatest margin that is told apart, in nats.
    public static let highestMargin: Float = 10

    /// The whole path's log-likelihood ratio to the free phone loop, divided by the number of phones. Speech that the
    /// command does not explain counts here.
    public var path: Float
    /// The words' own log-likelihood ratios, divided by the number of phones.
    public var words: Float
    /// The lowest log-likelihood ratio of a word, divided by its phones.
    public var weakestWord: Float
    /// The number of phones in the words.
    public var phones: Int
    /// How much better the command is than the best one with another meaning, 0...`highestMargin` nats; by both
    /// modalities where there is a transcript.
    public var margin: Float
    /// The phones in the words by all phones that were heard, 0...1: low where much else was said.
    public var explained: Float
    /// How long a phone lasted, in seconds: the time from the first word's beginning to the last one's end by the phones.
    public var pace: Float
    /// `FreePhones.certainty`: noise that could be anything is low.
    public var certainty: Float
    /// How much likelier the command makes the transcript than chance does, in nats per phone of it; nil
    /// without a transcript.
    public var text: Float?

    /// Measures a path through `graph`. A path without words has the worst features that there are.
    ///
    /// - Parameters:
    ///   - path: what the decoder found.
    ///   - graph: in what it was found.
    ///   - heard: the free phones of the same frames.
    ///   - margin: see there; infinite where nothing else was found.
    ///   - text: see there.
    public init(
      of path: CommandPath, in graph: CommandGraph, heard: FreePhones, margin: Float = .infinity, text: Float? = nil
    ) {
      // A wildcard fits anything; it is no evidence.
      let words = path.steps.filter { $0.phones > 0 && graph.outputs[$0.output].word != nil }
      phones = words.reduce(0) { $0 + $1.phones }
      self.path = phones > 0 ? path.score / Float(phones) : -.infinity
      self.words = phones > 0 ? words.reduce(0) { $0 + $1.score } / Float(phones) : -.infinity
      weakestWord = words.map { $0.score / Float($0.phones) }.min() ?? -.infinity
      self.margin = min(max(margin, 0), Self.highestMargin)
      let frames = (words.last?.frames.upperBound ?? 0) - (words.first?.frames.lowerBound ?? 0)
      pace = Float(frames) * Float(PhonePosteriors.frameDuration) / Float(max(1, phones))
      certainty = heard.certainty
      explained = min(1, Float(phones) / Float(max(1, heard.phones().count)))
      self.text = text
    }
  }

  /// 0, when nothing was heard, to 1.
  public let value: Double
  /// What the value was made from; nil when nothing was heard or no sentence fits.
  public let features: Features?

  /// No speech, or none that any sentence fits.
  public static let none = Confidence(value: 0, features: nil)

  /// A text that is a command from its first word to its last.
  static let certain = Confidence(value: 1, features: nil)

  /// The confidence in a command with these features.
  ///
  /// - Parameter doubt: what else speaks against it, in nats.
  init(
    _ features: Features, _ calibration: Calibration = .segments, in mode: HearingMode = .addressed,
    less doubt: Double = 0
  ) {
    self.init(value: Self.logistic(of: features, calibration, in: mode, less: doubt), features: features)
  }

  /// The probability of log-odds, 0...1.
  public static func probability(odds: Double) -> Double { 1 / (1 + exp(-odds)) }

  /// The log-odds of a probability in nats, bounded where it is 0 or 1.
  static func odds(of probability: Double) -> Double {
    let bounded = min(max(probability, 1e-12), 1 - 1e-12)
    return log(bounded / (1 - bounded))
  }

  /// The log-odds of the command, in nats.
  var odds: Double { Self.odds(of: value) }

  /// The same features with these log-odds, whatever they say by themselves.
  func with(odds: Double) -> Confidence { Confidence(value: Self.probability(odds: odds), features: features) }

  private init(value: Double, features: Features?) {
    self.value = value
    self.features = features
  }
}
