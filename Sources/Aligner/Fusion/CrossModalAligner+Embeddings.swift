import Kernels

extension CrossModalAligner {
  /// A vector of 256, of length 1, for a segment of sound. A frame counts as much as it is no blank.
  public func embedding(of heard: HeardSound, using workspace: inout Workspace) -> [Float] {
    encode(heard, using: &workspace)
    var probabilities = Self.matrix(heard.posteriors)
    probabilities.applyExp()
    workspace.features.join(workspace.sound, probabilities)
    let weights = (0..<probabilities.rows).map { 1 - probabilities[$0, 0] }
    return soundUtterance.embed(workspace.features, weights: weights, least: 1e-3)
  }

  /// A vector of 256, of length 1, for a text.
  public func embedding(of text: SpokenText, using workspace: inout Workspace) -> [Float] {
    self.text.encode(text, into: &workspace.phones, using: &workspace.text)
    let weights = [Float](repeating: 1, count: text.phones.count)
    return textUtterance.embed(workspace.phones, weights: weights, least: 1)
  }
}
