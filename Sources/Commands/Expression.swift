/// A template whose names are resolved: rules and lists are indices into the grammar's tables.
indirect enum Expression: Sendable {
  /// Part of a word, folded; it joins whatever stands beside it without a blank.
  case fragment(String)
  /// The end of a word.
  case blank
  case sequence([Expression])
  case choice([Expression])
  case permutation([Expression])
  case rule(Int)
  case slot(name: String, list: Int)
}

extension Expression {
  /// What nothing says: a choice of nothing.
  static let never = Expression.choice([])

  var isNever: Bool { if case .choice(let items) = self { items.isEmpty } else { false } }

  /// Whole words, with blanks between them.
  static func words(_ words: [String]) -> Expression {
    .sequence(Array(words.map { [.fragment($0)] }.joined(separator: [.blank])))
  }
}
