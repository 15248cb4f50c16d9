import Commands
import Glibc
import Lexicon

/// How a transcript comes about, as a noisy channel: what is the probability that a recogniser, or a person, writes down
/// these phones when those were said?
///
/// Each phone that was said is written as it is, as another phone, which is the likelier the more alike the two are, or
/// not at all; phones are put in between. Besides, a word as a whole may be left out, or be put in from nowhere. All
/// values are natural logarithms.
struct PhoneChannel: Sendable {
  /// What the probabilities are made from.
  enum Probability {
    static let phoneDeleted = 0.03
    static let phoneInserted = 0.03
    static let phoneReplaced = 0.08
    static let wordDeleted = 0.04
    static let wordInserted = 0.04
    /// The distance of `PhoneSimilarity` at which a replacement is e times less likely.
    static let similarityScale = 0.15
  }

  /// A phone that was said is not written.
  let deletedPhone = Float(log(Probability.phoneDeleted))
  /// A certain phone is written that was not said.
  let insertedPhone = Float(log(Probability.phoneInserted / Double(Phone.count)))
  /// A word that was said is not written, however long it is.
  let deletedWord = Float(log(Probability.wordDeleted))
  /// A phone written without any relation to what was said.
  let unrelatedPhone = Float(-log(Double(Phone.count)))

  private let insertion = Float(log(Probability.wordInserted))
  private let replaced: [Float]

  /// The channel with the probabilities above.
  init() {
    let kept = (1 - Probability.phoneDeleted) * (1 - Probability.phoneInserted)
    replaced = Phone.all.flatMap { said in
      let weights = Phone.all.map { written in
        written == said ? 0 : exp(-PhoneSimilarity.cost(said, written) / Probability.similarityScale)
      }
      let sum = weights.reduce(0, +)
      return zip(Phone.all, weights).map { written, weight in
        let share = written == said ? 1 - Probability.phoneReplaced : Probability.phoneReplaced * weight / sum
        return Float(log(kept * share))
      }
    }
  }

  /// A phone that was said is written as this one.
  func written(_ written: Phone, said: Phone) -> Float {
    replaced[Int(said.rawValue - 1) * Phone.count + Int(written.rawValue - 1)]
  }

  /// A word of so many phones is written that was not said.
  func insertedWord(phones: Int) -> Float { insertion + Float(phones) * unrelatedPhone }

  /// The log-probability of a transcript that has nothing to do with what was said.
  func unrelated(_ transcript: TranscriptPhones) -> Float {
    transcript.words.reduce(0) { $0 + $1.confidence * Float($1.shortest) * unrelatedPhone }
  }
}
