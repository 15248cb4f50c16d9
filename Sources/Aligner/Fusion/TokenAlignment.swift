import Glibc
import Kernels
import Lexicon

/// Where a word of a transcript was heard, and how well it agrees with the sound.
public struct TokenAlignment: Hashable, Sendable {
  /// The word as the transcript has it.
  public var text: String
  /// From the first frame that is more probably the word's than anything else, to the last; nil where there is no such frame.
  public var frames: Range<Int>?
  /// 0...1: the mean over the word's phones of the probability that the phone was heard at all, times its mean
  /// probability by sound alone in the frames that the alignment gives it.
  public var agreement: Float

  /// The same in seconds from the beginning of the sound.
  public var time: Range<Double>? {
    let frame = PhonePosteriors.frameDuration
    return frames.map { Double($0.lowerBound) * frame..<Double($0.upperBound) * frame }
  }

  /// A word that was not heard.
  public static func unheard(_ text: String) -> TokenAlignment { TokenAlignment(text: text, frames: nil, agreement: 0) }
}

extension Alignment {
  /// Where each word of the text was heard.
  ///
  /// - Parameters:
  ///   - text: what was aligned.
  ///   - posteriors: what it was aligned with: the sound's own.
  public func words(of text: SpokenText, in posteriors: PhonePosteriors) -> [TokenAlignment] {
    precondition(text.phones.count == phones.columns && posteriors.frameCount == phones.rows)
    return text.words.map { word in
      let own = (0..<phones.rows).filter { frame in
        word.phones.reduce(0) { $0 + phones[frame, $1] } > 0.5
      }
      let frames = own.first.flatMap { first in own.last.map { first..<$0 + 1 } }
      let agreements = word.phones.map { agreement(of: $0, in: posteriors, column: Int(text.phones[$0].rawValue)) }
      return TokenAlignment(
        text: word.text, frames: frames, agreement: agreements.reduce(0, +) / Float(agreements.count))
    }
  }

  private func agreement(of phone: Int, in posteriors: PhonePosteriors, column: Int) -> Float {
    var (sum, frames) = (Float(0), Float(0))
    for frame in 0..<phones.rows {
      let value = posteriors.logProbabilities[frame * PhonePosteriors.columns + column]
      sum += phones[frame, phone] * expf(value)
      frames += phones[frame, phone]
    }
    return frames > 0 ? min(1, entered[phone] * sum / frames) : 0
  }
}
