import Lexicon

extension SentenceAutomaton {
  /// Warnings for sentences with two meanings: for any two intents a few examples.
  func ambiguityWarnings(_ grammar: Grammar) -> [CommandWarning] {
    let search = AmbiguitySearch(self)
    let examples = 3
    let sorted = search.found.sorted { ($0.words.count, $0.words.joined()) < ($1.words.count, $1.words.joined()) }
    let groups = Dictionary(grouping: sorted) { Set($0.meanings.map(\.intent)) }
    var warnings = groups.values.flatMap { group in
      group.prefix(examples).map { ambiguity in
        let meanings = ambiguity.meanings.map(\.description).sorted()
        return CommandWarning(
          location: grammar.location(of: ambiguity.meanings),
          message: "'\(ambiguity.words.joined(separator: " "))' means both \(meanings.joined(separator: " and "))")
      }
    }
    if !search.isComplete, let location = grammar.sentences.first?.location {
      warnings.append(
        CommandWarning(location: location, message: "the search for sentences with two meanings was cut short"))
    }
    return warnings.sorted { ($0.location.line, $0.message) < ($1.location.line, $1.message) }
  }
}

extension Grammar {
  /// Where the first of the intents begins.
  fileprivate func location(of meanings: Set<AmbiguitySearch.Meaning>) -> SourceLocation {
    let intents = Set(meanings.map(\.intent))
    return (sentences.first { intents.contains($0.intent) } ?? sentences[0]).location
  }

  /// Warnings for values of one list that are easily taken for each other though they mean different things.
  func soundAlikeWarnings(_ vocabulary: Vocabulary) -> [CommandWarning] {
    let warnings = lists.flatMap { list -> [CommandWarning] in
      guard case .values(let values) = list.content, !list.name.hasPrefix(RhinoBuiltIns.prefix) else { return [] }
      return soundAlikes(among: values, of: list.name, vocabulary)
    }
    // A list that templates reach through different local definitions is there once for each.
    var seen: Set<CommandWarning> = []
    return warnings.filter { seen.insert($0).inserted }
  }

  private func soundAlikes(
    among values: [SlotList.Value], of list: String, _ vocabulary: Vocabulary
  ) -> [CommandWarning] {
    var search = SoundAlikes()
    var phrases: [(value: Int, words: [String])] = []
    for (index, value) in values.enumerated() {
      for words in self.phrases(of: value.expression) {
        guard let phones = vocabulary.phones(of: words) else { continue }
        search.add(phones)
        phrases.append((index, words))
      }
    }
    var warned: Set<[Int]> = []
    return search.pairs().compactMap { first, second in
      let (a, b) = (phrases[first], phrases[second])
      let meanings = (meaning(of: values[a.value], said: a.words), meaning(of: values[b.value], said: b.words))
      guard a.value != b.value, meanings.0 != meanings.1, warned.insert([a.value, b.value]).inserted else { return nil }
      return CommandWarning(
        location: values[b.value].location,
        message: "in '\(list)', '\(b.words.joined(separator: " "))' sounds like '\(a.words.joined(separator: " "))'")
    }
  }

  private func meaning(of value: SlotList.Value, said words: [String]) -> SlotValue {
    value.output ?? .text(words.joined(separator: " "))
  }

  /// The first few phrases that a list value stands for.
  private func phrases(of expression: Expression) -> [[String]] {
    let most = 16
    // What is longer than this is not taken for another value, and the search is as deep as the phrase is long.
    let longest = 32
    var phrases: [(words: [String], open: Bool)] = [([], false)]
    extend(&phrases, by: expression, most: most)
    var seen: Set<[String]> = []
    return phrases.map(\.words).filter { (1...longest).contains($0.count) && seen.insert($0).inserted }
  }

  /// Appends all that an expression stands for to every phrase, up to a number of phrases; `open` words may go on.
  private func extend(_ phrases: inout [(words: [String], open: Bool)], by expression: Expression, most: Int) {
    switch expression {
    case .fragment(let text):
      for index in phrases.indices {
        if phrases[index].open {
          phrases[index].words[phrases[index].words.count - 1] += text
        } else {
          phrases[index].words.append(text)
        }
        phrases[index].open = true
      }
    case .blank:
      for index in phrases.indices { phrases[index].open = false }
    case .sequence(let parts), .permutation(let parts):
      for part in parts { extend(&phrases, by: part, most: most) }
    case .choice(let items):
      let before = phrases
      phrases = []
      for item in items where phrases.count < most {
        var extended = before
        extend(&extended, by: item, most: most)
        phrases += extended.prefix(most - phrases.count)
      }
    case .rule(let index): extend(&phrases, by: rules[index], most: most)
    case .slot: break
    }
  }
}

extension Vocabulary {
  /// The phones of a phrase, each word in its first pronunciation; nil if no sentence has one of the words.
  fileprivate func phones(of phrase: [String]) -> [Phone]? {
    let words = phrase.compactMap { self.words[$0] }
    return words.count == phrase.count ? words.flatMap { $0.pronunciations.variants[0].pronunciation.phones } : nil
  }
}
