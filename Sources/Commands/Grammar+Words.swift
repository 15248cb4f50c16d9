extension Grammar {
  /// Where a word first occurs, to complain about it; the first sentence if it is put together from parts.
  func location(of word: String) -> SourceLocation {
    let sentence = sentences.first { contains(word, in: $0.expression) }
    return (sentence ?? sentences[0]).location
  }

  private func contains(_ word: String, in expression: Expression) -> Bool {
    switch expression {
    case .fragment(let text): text == word
    case .blank: false
    case .sequence(let parts), .choice(let parts), .permutation(let parts):
      parts.contains { contains(word, in: $0) }
    case .rule(let index): contains(word, in: rules[index])
    case .slot(_, let list):
      if case .values(let values) = lists[list].content {
        values.contains { contains(word, in: $0.expression) }
      } else {
        false
      }
    }
  }
}
