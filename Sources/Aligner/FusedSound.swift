public import Kernels

/// What was heard in the light of a transcript.
public struct FusedSound: Sendable {
  /// The phones by both modalities, [T, 40]; the sound's own where there is nothing to fuse.
  public var posteriors: PhonePosteriors
  /// Where the transcript's phones were heard; nil where there is nothing to fuse.
  public var alignment: Alignment?
  /// The cross-attention's weights, [heads × T, N] head by head; what a row lacks to 1 is the null key's. Nil for other
  /// strategies than attention.
  public var attention: Matrix?
}
