import Glibc

/// How a sentence's log-probabilities by sound, by fused sound and by text decide together.
///
/// The sum of them, each with its weight, is the sentence's score. That of the text y is guarded first,
///
///     log p(y | c) = log ((1 - u) channel(y | c) + u unrelated(y)),    u = exp(-margin)
///
/// where `channel` is the noisy channel from the sentence's phones to the transcript's, and `unrelated` gives every
/// phone the same probability. So no sentence falls below chance by more than the margin, and a transcript that has
/// nothing to do with the commands says nearly the same of all of them.
struct FusionDecision: Hashable, Sendable {
  /// What a nat by sound alone counts.
  var sound: Float
  /// What a nat by fused sound counts, where there is fused sound.
  var fused: Float
  /// What a nat of text counts; infinite for text alone, in which the others decide only between equals.
  var text: Float
  /// The guard in nats, above 0.
  var margin: Float

  /// A sentence's log-probabilities.
  struct Evidence: Hashable, Sendable {
    /// By sound, relative to the free phone loop.
    var sound: Float
    /// By fused sound, relative to its free phone loop; nil where there is none.
    var fused: Float?
    /// That of the transcript by the channel, -infinity where that cannot explain it.
    var text: Float
  }

  /// What decides between sentences.
  ///
  /// - Parameter unrelated: the log-probability of the transcript by chance.
  func score(_ evidence: Evidence, unrelated: Float) -> FusedScore {
    let related = evidence.text + log1p(-exp(-margin))
    let chance = unrelated - margin
    let high = max(related, chance)
    let guarded = high + log(exp(related - high) + exp(chance - high))
    let heard = sound * evidence.sound + (evidence.fused.map { fused * $0 } ?? 0)
    return text == .infinity ? FusedScore(first: guarded, second: heard) : FusedScore(first: heard + text * guarded)
  }
}
