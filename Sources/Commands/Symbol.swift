/// What an arc between two words' ends can carry.
enum Symbol: Hashable, Sendable {
  /// A word, folded.
  case word(String)
  /// Any sound, at least one phone.
  case wildcard
  /// A tag, which takes no time.
  case tag(CommandGraph.Tag)
}
