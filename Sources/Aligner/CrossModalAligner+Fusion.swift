import Kernels

extension CrossModalAligner {
  /// Fuses what was heard with a text.
  ///
  /// Where there is nothing to fuse, the result is the sound's own, bit for bit: without words or frames, with more than
  /// `mostPairs` pairs of them, and where the text is so much longer than the sound that they cannot be aligned.
  public func fuse(
    _ heard: HeardSound, with text: SpokenText, by strategy: FusionStrategy, using workspace: inout Workspace
  ) -> FusedSound {
    guard let alignment = alignment(of: text, with: heard.posteriors, using: &workspace) else {
      return FusedSound(posteriors: heard.posteriors)
    }
    var fused = Self.matrix(heard.posteriors)
    alignment.near(into: &workspace.near)
    AlignmentEvidence.measure(text, heard: fused, alignment, near: workspace.near, into: &workspace.evidence)
    encode(heard, using: &workspace)
    self.text.encode(text, into: &workspace.phones, using: &workspace.text)
    if strategy != .attention { workspace.brought.setProduct(workspace.near, workspace.phones) }
    features(for: strategy, using: &workspace)
    correction(for: strategy).apply(to: workspace.features, correcting: &fused, using: &workspace.correction)
    return FusedSound(
      posteriors: PhonePosteriors(logProbabilities: fused.values), alignment: alignment,
      attention: strategy == .attention ? workspace.cross.weights : nil)
  }

  /// Where the phones of a text were heard; nil where there is nothing to align (see `fuse`).
  public func alignment(
    of text: SpokenText, with posteriors: PhonePosteriors, using workspace: inout Workspace
  ) -> Alignment? {
    guard text.phones.count * posteriors.frameCount <= Self.mostPairs else { return nil }
    return workspace.alignment.align(text, with: posteriors)
  }

  private func correction(for strategy: FusionStrategy) -> Correction {
    switch strategy {
    case .mean: mean
    case .weighted: weighted
    case .concat: concat
    case .attention: attention
    case .bilstm: bilstm
    }
  }

  /// Puts what the strategy's correction sees into `workspace.features`.
  private func features(for strategy: FusionStrategy, using workspace: inout Workspace) {
    switch strategy {
    case .mean: mix(share: 0.5, using: &workspace)
    case .weighted(let share): mix(share: share ?? learnedShare, using: &workspace)
    case .concat: workspace.features.join(workspace.sound, workspace.brought, workspace.evidence)
    case .attention: attend(using: &workspace)
    case .bilstm:
      workspace.joined.join(workspace.sound, workspace.brought, workspace.evidence)
      lstm.apply(to: workspace.joined, into: &workspace.remembered, using: &workspace.lstm)
      workspace.features.join(workspace.remembered, workspace.evidence)
    }
  }

  /// share · sound + (1 - share) · text, beside the evidence.
  private func mix(share: Float, using workspace: inout Workspace) {
    workspace.joined.reshape(rows: workspace.sound.rows, columns: Self.width)
    workspace.joined.fill(with: 0)
    workspace.joined.add(workspace.sound, scale: share)
    workspace.joined.add(workspace.brought, scale: 1 - share)
    workspace.features.join(workspace.joined, workspace.evidence)
  }

  /// The sound, what its frames find in the text as far as the gate lets it through, and the evidence.
  private func attend(using workspace: inout Workspace) {
    cross.attend(from: workspace.sound, to: workspace.phones, near: workspace.near, using: &workspace.cross)
    workspace.joined.join(workspace.evidence, workspace.cross.trust)
    gate.apply(to: workspace.joined, into: &workspace.gate)
    workspace.gate.applySigmoid()
    workspace.cross.found.multiplyElements(by: workspace.gate)
    workspace.features.join(workspace.sound, workspace.cross.found, workspace.evidence)
  }
}
