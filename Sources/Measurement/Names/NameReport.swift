import Batch
import Commands
import Lexicon
public import Recognition

/// What a name is worth before anybody uses it.
public struct NameReport: Sendable {
  /// Another name, and how often other speech is expected to be taken for it, an hour.
  public struct Suggestion: Hashable, Sendable {
    /// The name.
    public let text: String
    /// See above.
    public let perHour: Double
  }

  /// What it was tried with.
  public struct Settings: Sendable {
    /// The confidence that a name needs where it is overheard, 0...1.
    public var threshold = Confidence.defaultThreshold
    /// The false accepts an hour that are allowed, above 0.
    public var limit = 0.5

    /// The usual threshold, and a false accept in two hours.
    public init() {}
  }

  /// A name with fewer phones is too short, whatever else is known of it.
  public static let fewestPhones = 5

  /// The name.
  public let name: WakeName
  /// What it was tried with.
  public let settings: Settings
  /// How often other speech is expected to be taken for it, an hour, by the threshold.
  public let perHour: Double
  /// The confidence by which that is no more often than is allowed.
  public let thresholdForLimit: Double
  /// The hours of other speech on which it was tried.
  public let hours: Double
  /// Usual words that sound nearly like it, or a word of it.
  public let usualWords: [SoundsLike.Neighbour]
  /// What command files say that sounds nearly like it; nil where there were none.
  public let commands: [SoundsLike.Neighbour]?
  /// Names of the same kind that are long enough and expected to be heard less often, the best first; none where the name is fine.
  public private(set) var suggestions: [Suggestion] = []

  /// Tries a name.
  ///
  /// - Parameters:
  ///   - background: the other speech.
  ///   - commands: what else is listened for; nil for nothing.
  /// - Throws: `CommandError`, `LexiconError`.
  public init(
    _ name: WakeName, against background: Background, beside commands: CommandSet? = nil,
    settings: Settings = Settings()
  ) throws {
    self.name = name
    self.settings = settings
    let rates = try name.falseAcceptRates(in: background)
    perHour = rates.perHour(threshold: settings.threshold)
    thresholdForLimit = rates.threshold(perHour: settings.limit)
    hours = background.seconds / 3600
    let alike = SoundsLike(name)
    usualWords = try alike.usualWords()
    self.commands = commands.map(alike.commands)
    guard !isFine else { return }
    suggestions = try Self.kin(of: name).map { try WakeName($0, lexicon: name.lexicon) }
      .filter { $0.phoneCount >= Self.fewestPhones }
      .map { kin in
        let rates = try kin.falseAcceptRates(in: background)
        return Suggestion(text: kin.text, perHour: rates.perHour(threshold: settings.threshold))
      }
      .filter { $0.perHour < max(perHour, Self.hardlyEver) }.sorted { ($0.perHour, $0.text) < ($1.perHour, $1.text) }
  }

  /// What is expected less often, an hour, is not told apart: once in 20 hours, of which one was heard.
  private static let hardlyEver = 0.05

  /// Whether no other name need be looked for.
  private var isFine: Bool { name.phoneCount >= Self.fewestPhones && perHour < Self.hardlyEver }

  /// Whether it may be used as it is.
  public var isGood: Bool { name.phoneCount >= Self.fewestPhones && perHour <= settings.limit }

  /// What words call somebody.
  private static let calls = ["hey", "okay"]

  /// Names of the same kind: called another way, and said twice.
  static func kin(of name: WakeName) -> [String] {
    let fillers = name.lexicon.language.fillers
    let core = name.words.drop { fillers.contains(SpokenForm.fold($0)) }
    guard !core.isEmpty else { return [] }
    let text = core.joined(separator: " ")
    let own = SpokenForm.fold(name.text)
    var kin = calls.map { "\($0) \(text)" }
    if core.count * 2 <= WakeName.mostWords { kin.append("\(text) \(text)") }
    if core.count < name.words.count, name.words.count + core.count <= WakeName.mostWords {
      kin.append("\(name.text) \(text)")
    }
    return kin.filter { SpokenForm.fold($0) != own }
  }
}

extension NameReport {
  /// What to think of it, in plain sentences.
  public var verdict: String {
    var sentences: [String] = []
    let count = name.phoneCount
    if count < Self.fewestPhones {
      sentences.append(
        "Too short: \(count) \(count == 1 ? "phone" : "phones"), and \(Self.fewestPhones) or more are wanted.")
    } else {
      sentences.append("Long enough: \(count) phones.")
    }
    sentences.append(expectation)
    if !name.guessedWords.isEmpty {
      let words = name.guessedWords.map { "'\($0)'" }.joined(separator: ", ")
      sentences.append("How \(words) sounds is guessed: 'attune enroll' hears how you say it.")
    }
    if let same = commands?.first(where: { $0.difference == 0 }) {
      sentences.append("The commands have '\(same.text)': what wakes should not be part of a command.")
    }
    return sentences.joined(separator: " ")
  }

  private var expectation: String {
    guard perHour >= Self.hardlyEver else {
      return "It would hardly ever wake by itself: less than once in 20 hours of speech."
    }
    let between = 1 / perHour
    let rate =
      between >= 1.5
      ? "once in about \(DecimalText.fixed(between, digits: 0)) hours of speech"
      : "about \(DecimalText.fixed(perHour, digits: perHour < 3 ? 1 : 0)) times in an hour of speech"
    return perHour > settings.limit
      ? "It would wake by itself too often: \(rate)." : "It would wake by itself \(rate)."
  }
}
