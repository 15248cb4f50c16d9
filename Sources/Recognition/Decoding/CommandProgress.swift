import Aligner
import Commands

/// How far the command is that is being spoken.
public enum CommandProgress: Hashable, Sendable {
  /// Nothing that was heard fits any command.
  case foreign
  /// A command has begun and cannot end here.
  case incomplete
  /// A command may end here, and may go on.
  case extensible
  /// A command ends here: nothing can follow.
  case complete
}

extension CommandDecoder {
  /// How far the best command is where somebody is silent.
  ///
  /// - Parameter phones: the phones that were heard since the command began.
  func progress(phones: Int) -> CommandProgress {
    guard let best = partialResult(), let current = commands(in: best).last else { return .foreign }
    // A word is judged when it has ended; until then there are the phones alone.
    guard current.score >= Self.leastScore(phones: phones) else { return .foreign }
    // Whoever is silent is so between two words; the sound at the end of a word is often swallowed.
    guard let complete = result(), complete.score >= wholeWordScore() - Self.tie, let final = complete.final else {
      return .incomplete
    }
    let state = Int(graph.finals[final].state)
    return graph.firstArc[state] == graph.firstArc[state + 1] ? .complete : .extensible
  }

  /// The score below which what was heard in so many phones fits no command.
  static func leastScore(phones: Int) -> Float { leastPerPhone * Float(max(phones, fewestPhones)) }

  /// The score a phone below which a beginning is none: right commands lie above it even at 6 dB.
  static let leastPerPhone: Float = -2.5
  /// Fewer phones than these are no ground for a verdict.
  private static let fewestPhones = 4
  /// How far a complete command may lie below the best whole words, in nats, and still be taken for the best: that it
  /// ends here is likely where somebody is silent.
  private static let tie: Float = 3
}
