/// What an arc between two words' ends can carry.
enum Symbol: Hashable, Sendable {
  /// A word, folded.
  case word(String)
  /// Any sound, at least one phone.
  case wildcard
  /// A tag, which takes no time.
  case tag(CommandGraph.Tag)
}

extension Symbol {
  var isTag: Bool { if case .tag = self { true } else { false } }
  var isReply: Bool { if case .tag(.reply) = self { true } else { false } }
  var isOpeningTag: Bool { if case .tag(.open) = self { true } else { false } }

  /// The slot that this closes with a value made of the words in it.
  var heardSlot: String? {
    switch self {
    case .tag(.close(let slot, nil)), .tag(.closeNumber(let slot, _)): slot
    default: nil
    }
  }
}
