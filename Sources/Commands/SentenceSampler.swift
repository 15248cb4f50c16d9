import Lexicon

/// Says an expression at random, and keeps the meaning of what it says.
struct SentenceSampler {
  private let grammar: Grammar
  private let sentence: Grammar.Sentence
  private var finished: [String] = []
  /// The word that may still go on.
  private var word = ""
  /// For each slot, where its words begin and end; its value is made of them unless the list gives one.
  private var spans: [(slot: String, words: Range<Int>, value: SlotValue?)] = []

  init(_ sentence: Grammar.Sentence, of grammar: Grammar) {
    self.grammar = grammar
    self.sentence = sentence
  }

  var words: [String] {
    (finished + (word.isEmpty ? [] : [word])).map { grammar.spellings[$0] ?? $0 }
  }

  var slots: [String: SlotValue] {
    let words = words
    return spans.reduce(into: [:]) { slots, span in
      slots[span.slot] = span.value ?? .text(words[span.words].joined(separator: " "))
    }
  }

  mutating func say(_ expression: Expression, using generator: inout some RandomNumberGenerator) {
    switch expression {
    case .fragment(let text): word += text
    case .blank: finishWord()
    case .sequence(let parts):
      for part in parts { say(part, using: &generator) }
    case .choice(let items):
      say(items[Int.random(in: items.indices, using: &generator)], using: &generator)
    case .permutation(let items):
      for item in items.shuffled(using: &generator) {
        finishWord()
        say(item, using: &generator)
      }
      finishWord()
    case .rule(let index): say(grammar.rules[index], using: &generator)
    case .slot(let name, let list): fill(name, from: grammar.lists[list].content, using: &generator)
    }
  }

  private mutating func fill(
    _ slot: String, from list: SlotList.Content, using generator: inout some RandomNumberGenerator
  ) {
    let start = finished.count
    var value: SlotValue?
    switch list {
    case .wildcard:
      finishWord()
      finished += Self.anything[Int.random(in: Self.anything.indices, using: &generator)]
    case .values(let values):
      let chosen = values[Int.random(in: values.indices, using: &generator)]
      say(chosen.expression, using: &generator)
      value = chosen.output.map { sentence.typed($0, for: slot) }
    case .range(let range):
      let words = range.words(at: Int.random(in: 0..<range.count, using: &generator))
      say(Expression.words(words), using: &generator)
      value = SlotValue(spoken: words, multiplier: range.multiplier)
    }
    spans.append((slot, start..<(finished.count + (word.isEmpty ? 0 : 1)), value))
  }

  private mutating func finishWord() {
    if !word.isEmpty { finished.append(word) }
    word = ""
  }

  private static let anything = [["anything"], ["yellow", "submarine"], ["the", "long", "way", "home"]]
}
