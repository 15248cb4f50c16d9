import Aligner
import Commands
public import Lexicon

/// What a few recordings of a name are worth: pronunciations that at least two of them share, and a threshold that lets them
/// through and other speech not. Nothing is trained.
///
/// A pronunciation is proposed where it raises the weakest recording's log-odds, and where other speech is then expected less
/// often at the threshold that lets all of them through: what lets others through just as well is worth nothing.
public struct Enrolment: Sendable {
  /// A recording of the name.
  public struct Example: Sendable {
    /// Its name.
    public let file: String
    /// The stretches of speech in it; the one that is most like the name counts.
    public let stretches: [Background.Stretch]

    /// What was heard in a recording.
    public init(file: String, stretches: [Background.Stretch]) { (self.file, self.stretches) = (file, stretches) }
  }

  /// What became of a recording.
  public struct Heard: Sendable {
    /// Its name.
    public let file: String
    /// What was heard, whatever the name is.
    public let phones: [Phone]
    /// The confidence where it is overheard, 0...1, before and with the proposals.
    public let confidence: (before: Double, after: Double)
  }

  /// A further way to say a word.
  public struct Proposal: Hashable, Sendable {
    /// The word.
    public let word: String
    /// The way.
    public let pronunciation: Pronunciation
  }

  /// How often other speech is expected to be taken for the name, an hour of it.
  public struct Rates: Hashable, Sendable {
    /// With the pronunciations that were known, by the threshold that lets the recordings through.
    public let before: Double
    /// The same with the proposals.
    public let after: Double
    /// With the proposals, by the threshold that is proposed.
    public let atThreshold: Double
  }

  /// The name with the proposals.
  public let name: WakeName
  /// In the order in which they were found, the most useful one first.
  public let proposals: [Proposal]
  /// What became of each recording.
  public let heard: [Heard]
  /// The confidence that lets through what has to be let through: of fewer than 20 recordings all, else 95 %.
  public let weakest: Double
  /// The confidence, 0...1, that the name should need where it is overheard.
  public let threshold: Double
  /// See there.
  public let rates: Rates
  /// The false accepts an hour that were allowed.
  public let limit: Double
  /// The hours of speech on which it was tried.
  public let hours: Double

  /// Whether the name can be told from other speech: by the threshold that lets the recordings through, it is expected no more
  /// often than is allowed.
  public var isDistinct: Bool { rates.after <= limit }

  /// The fewest recordings.
  public static let fewest = PronunciationVotes.quorum
  /// The most ways to say words that are proposed.
  private static let mostProposals = 4
  /// What the weakest recording has to gain by a proposal, in nats of log-odds.
  private static let leastGain = 0.25
  /// Where other speech allows it, what is said next may be so many nats less clear than the weakest recording.
  private static let room = 2.0

  /// Listens to recordings of a name.
  ///
  /// - Parameters:
  ///   - name: as the command file has it.
  ///   - examples: those in which nothing was said do not count.
  ///   - background: the other speech.
  ///   - limit: the most false accepts an hour of other speech, above 0.
  /// - Throws: `NameError.tooFewExamples`, `CommandError` or `LexiconError`.
  public init(of name: WakeName, in examples: [Example], against background: Background, limit: Double) throws {
    let examples = examples.filter { !$0.stretches.isEmpty }
    guard examples.count >= Self.fewest else {
      throw NameError.tooFewExamples(examples.count, needed: Self.fewest)
    }
    let first = try Trial(name, examples)
    var best = first
    var rates = try first.name.falseAcceptRates(in: background)
    let before = rates.perHour(threshold: first.weakest)
    var expected = before
    var proposals: [Proposal] = []
    while proposals.count < Self.mostProposals, let (next, candidate) = try best.improved(on: examples),
      next.weakestOdds >= best.weakestOdds + Self.leastGain
    {
      let nextRates = try next.name.falseAcceptRates(in: background)
      let nextExpected = nextRates.perHour(threshold: next.weakest)
      guard nextExpected < expected else { break }
      (best, rates, expected) = (next, nextRates, nextExpected)
      proposals.append(Proposal(word: name.words[candidate.word], pronunciation: candidate.pronunciation))
    }
    self.name = best.name
    self.proposals = proposals
    self.limit = limit
    hours = background.seconds / 3600
    weakest = best.weakest
    threshold = max(rates.threshold(perHour: limit), Confidence.probability(odds: best.weakestOdds - Self.room))
    self.rates = Rates(before: before, after: expected, atThreshold: rates.perHour(threshold: threshold))
    heard = examples.indices.map { index in
      Heard(
        file: examples[index].file, phones: best.phones[index],
        confidence: (Confidence.probability(odds: first.odds[index]), Confidence.probability(odds: best.odds[index])))
    }
  }
}

/// A name with some pronunciations, tried on the recordings.
private struct Trial {
  let name: WakeName
  /// How likely each recording is to be told, in log-odds.
  let odds: [Double]
  /// What was heard in the stretch that counts of each recording, as a whole and in chunks.
  let heard: [[[Phone]]]

  init(_ name: WakeName, _ examples: [Enrolment.Example]) throws {
    self.name = name
    var search = try name.search()
    var (odds, heard): ([Double], [[[Phone]]]) = ([], [])
    for example in examples {
      let tried = example.stretches.map { (stretch: $0, odds: search.best(in: $0)?.odds ?? Self.unheard) }
      guard let best = tried.max(by: { $0.odds < $1.odds }) else { continue }
      odds.append(best.odds)
      heard.append(
        [best.stretch.whole, best.stretch.chunks].map { posteriors in
          var phones = FreePhones()
          phones.append(posteriors)
          return phones.phones()
        })
    }
    (self.odds, self.heard) = (odds, heard)
  }

  /// Speech in which the name is not to be found at all.
  private static let unheard = -12.0

  var phones: [[Phone]] { heard.map { $0[0] } }

  /// The log-odds that let through what has to be let through.
  var weakestOdds: Double { odds.sorted()[odds.count / 20] }
  var weakest: Double { Confidence.probability(odds: weakestOdds) }
  private var mean: Double { odds.reduce(0, +) / Double(odds.count) }

  /// The same with the way to say a word that raises the weakest recording most; nil where none is shared.
  func improved(on examples: [Enrolment.Example]) throws -> (Trial, PronunciationVotes.Candidate)? {
    var votes = PronunciationVotes(name.pronunciations.map { $0.variants.map(\.pronunciation) })
    for (example, ways) in heard.enumerated() { for phones in ways { votes.add(phones, of: example) } }
    var best: (trial: Trial, candidate: PronunciationVotes.Candidate)?
    for candidate in votes.candidates {
      let word = SpokenForm.fold(name.words[candidate.word])
      let trial = try Trial(try name.adding([word: [candidate.pronunciation]]), examples)
      if let best, (trial.weakestOdds, trial.mean) <= (best.trial.weakestOdds, best.trial.mean) { continue }
      best = (trial, candidate)
    }
    return best.map { ($0.trial, $0.candidate) }
  }
}
