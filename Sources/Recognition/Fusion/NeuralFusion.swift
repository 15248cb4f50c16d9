public import Aligner
public import Lexicon

/// Neural fusion: the network hears the sound again in the light of the transcript, and what it hears then proposes and
/// decides.
///
/// The best sentence by sound alone, the n best meanings of the fused sound and the n best of the transcript are put
/// together. Each sentence c of them gets three log-probabilities: those of its best alignments with the sound and with
/// the fused sound, relative to their free phone loops, and that of the transcript y by a noisy channel, guarded as in
/// late fusion. The greatest
///
///     soundWeight · log p(sound | c) + fusedWeight · log p(fused | c) + textWeight · log p(y | c)
///
/// wins. When and how well it was heard is told by the sound alone.
///
/// The fused sound has seen the transcript, so its evidence and the text's are not independent. On development data the
/// fused sound is worth most for what it proposes: as evidence beside both others a twentieth costs nothing, and from a
/// tenth on commands are lost.
public struct NeuralFusion: Sendable {
  /// How the features of both modalities become one.
  public var strategy: FusionStrategy
  /// What a nat by sound alone counts, 0 or more.
  public var soundWeight: Float = 1
  /// What a nat by fused sound counts, 0 or more.
  public var fusedWeight: Float = 0.05
  /// What a nat of text counts, 0 or more; infinite for text alone, in which the others decide only between equals.
  public var textWeight: Float = 1.25
  /// The guard against unrelated transcripts, in nats above 0; see `LateFusion.margin`.
  public var margin: Float = 3

  let aligner: CrossModalAligner
  /// What transcripts' words sound like.
  let lexicon: Lexicon

  /// Fusion with the weights that were tuned on development data.
  ///
  /// - Parameters:
  ///   - strategy: how the network joins both.
  ///   - aligner: the network, which many may share.
  ///   - lexicon: the lexicon that the commands were compiled with, with their own pronunciations.
  public init(_ strategy: FusionStrategy, aligner: CrossModalAligner, lexicon: Lexicon) {
    self.strategy = strategy
    self.aligner = aligner
    self.lexicon = lexicon
  }

  var decision: FusionDecision {
    FusionDecision(sound: soundWeight, fused: fusedWeight, text: textWeight, margin: margin)
  }

  /// The network alone: its fused sound decides, and nothing guards it.
  public var alone: NeuralFusion {
    var alone = self
    (alone.soundWeight, alone.fusedWeight, alone.textWeight) = (0, 1, 0)
    return alone
  }
}
