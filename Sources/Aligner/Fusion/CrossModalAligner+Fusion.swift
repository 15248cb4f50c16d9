import Kernels

extension CrossModalAligner {
  /// Fuses what was heard with a text.
  ///
  /// Where there is nothing to fuse, the result is the sound's own, bit for bit: without words or frames, with more than
  /// `mostPairs` pairs of them, without memories, and where the text is so much longer than the sound that they cannot be aligned.
  public func fuse(
    _ heard: HeardSound, with text: SpokenText, by strategy: FusionStrategy, using workspace: inout Workspace
  ) -> FusedSound {
    guard heard.isComplete, let fusion = strategies[strategy.name],
      let alignment = alignment(of: text, with: heard.posteriors, using: &workspace)
    else {
      return FusedSound(posteriors: heard.posteriors)
    }
    var fused = Self.matrix(heard.posteriors)
    alignment.near(into: &workspace.near)
    AlignmentEvidence.measure(text, heard: fused, alignment, near: workspace.near, into: &workspace.evidence)
    encode(heard, using: &workspace)
    self.text.encode(text, into: &workspace.phones, using: &workspace.text)
    fusion.fuse(strategy, in: &workspace)
    fusion.correction.apply(to: workspace.features, correcting: &fused, using: &workspace.correction)
    return FusedSound(
      posteriors: PhonePosteriors(logProbabilities: fused.values), alignment: alignment,
      attention: fusion.attention(in: workspace))
  }

  /// Where the phones of a text were heard; nil where there is nothing to align (see `fuse`).
  public func alignment(
    of text: SpokenText, with posteriors: PhonePosteriors, using workspace: inout Workspace
  ) -> Alignment? {
    guard text.phones.count * posteriors.frameCount <= Self.mostPairs else { return nil }
    return workspace.alignment.align(text, with: posteriors)
  }
}
