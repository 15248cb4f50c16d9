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

extension FusedSound {
  /// How much of the attention, over all heads, is on each word: row-major [words, frames], 0...1. Empty for other
  /// strategies than attention.
  ///
  /// - Parameter text: what was fused.
  public func attention(to text: SpokenText) -> [Float] {
    guard let weights = attention else { return [] }
    let frames = posteriors.frameCount
    let heads = weights.rows / frames
    return text.words.flatMap { word in
      (0..<frames).map { frame in
        (0..<heads).reduce(0) { sum, head in
          word.phones.reduce(sum) { $0 + weights[head * frames + frame, $1] }
        } / Float(heads)
      }
    }
  }
}
