/// How a transcript joins the sound.
///
/// Whatever is chosen, a segment without tokens is understood as by sound alone.
public enum Fusion: Sendable {
  /// Tokens are ignored.
  case none
  /// Sound and text each propose commands; the sum of both scores decides.
  case late(LateFusion)
  /// A network fuses what was heard with the transcript before commands are searched.
  case neural(NeuralFusion)
}
