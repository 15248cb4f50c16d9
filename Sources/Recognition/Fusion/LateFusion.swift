import Aligner
public import Lexicon

/// Late fusion: the union of what sound and text propose, and of each the sum of both scores.
///
/// The n best meanings of the sound and the n best of the transcript are put together. Each sentence c of them gets two
/// log-probabilities: that of its best alignment with the sound, relative to the free phone loop, and that of the
/// transcript y by a noisy channel, guarded against transcripts that have nothing to do with the commands (see
/// `FusionDecision`). The greatest
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

  /// Fusion with the weight and the margin that were tuned on development data.
  ///
  /// - Parameters:
  ///   - lexicon: the lexicon that the commands were compiled with, with their own pronunciations.
  ///   - weight: see there.
  ///   - margin: see there.
  /// - Precondition: `weight` is not negative, `margin` is positive.
  public init(lexicon: Lexicon, weight: Float = 1.25, margin: Float = 3) {
    precondition(weight >= 0 && margin > 0)
    self.lexicon = lexicon
    self.weight = weight
    self.margin = margin
  }

  var decision: FusionDecision { FusionDecision(sound: 1, fused: 0, text: weight, margin: margin) }
}
