/// A sentence that a search has found.
struct ScoredSentence: Sendable {
  var sentence: CommandSentence
  /// A log-probability in nats; what it is relative to, the search says.
  var score: Float
}
