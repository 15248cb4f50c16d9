import Aligner
import Glibc
public import Lexicon

/// Late fusion: the union of what sound and text propose, and of each the sum of both scores.
///
/// The n best meanings of the sound and the n best of the transcript are put together. Each sentence c of them gets two
/// log-probabilities: that of its best alignment with the sound, relative to the free phone loop, and that of the
/// transcript y,
///
///     log p(y | c) = log ((1 - u) channel(y | c) + u unrelated(y)),    u = exp(-margin)
///
/// where `channel` is the noisy channel from the sentence's phones to the transcript's, and `unrelated` gives every
/// phone the same probability. So no sentence falls below chance by more than the margin, and a transcript that has
/// nothing to do with the commands says nearly the same of all of them. The greatest
///
///     log p(sound | c) + weight · log p(y | c)
///
/// wins. Weight 0 is sound alone; an infinite weight is text alone, in which sound decides only between equals.
public struct LateFusion: Sendable {
  /// How much a nat of text counts in nats of sound, 0 or more; infinite for text alone.
  public var weight: Float
  /// The guard against unrelated transcripts, in nats above 0: exp(-margin) is how likely a transcript is to have
  /// nothing to do with the command, before it is read.
  public var margin: Float

  /// What transcripts' words sound like.
  let lexicon: Lexicon
  /// The most meanings that each side proposes.
  let candidates = 8
  /// How far behind the best one a token may fall in the search for candidates by sound, in nats.
  let soundBeam: Float = 14
  /// The same in the search by text.
  let textBeam: Float = 12
  /// How far a token may fall below chance in the search by text, in nats.
  let textSlack: Float = 14
  /// The most words of a transcript; a longer one is no command's.
  let longestTranscript = 100

  /// Fusion with the weight and the margin that were tuned on development data.
  ///
  /// - Parameter lexicon: the lexicon that the commands were compiled with, with their own pronunciations.
  /// - Precondition: `weight` is not negative, `margin` is positive.
  public init(lexicon: Lexicon, weight: Float = 1, margin: Float = 3) {
    precondition(weight >= 0 && margin > 0)
    self.lexicon = lexicon
    self.weight = weight
    self.margin = margin
  }

  /// The score of a sentence by both modalities.
  ///
  /// - Parameters:
  ///   - audio: its log-probability by sound.
  ///   - text: its log-probability by the channel, -infinity where that cannot explain it.
  ///   - unrelated: the log-probability of the transcript by chance.
  func score(audio: Float, text: Float, unrelated: Float) -> FusedScore {
    let related = text + log1p(-exp(-margin))
    let chance = unrelated - margin
    let high = max(related, chance)
    let text = high + log(exp(related - high) + exp(chance - high))
    return weight == .infinity ? FusedScore(first: text, second: audio) : FusedScore(first: audio + weight * text)
  }
}
