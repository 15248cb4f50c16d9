extension Grammar {
  /// Finds the slots that take numbers.
  ///
  /// A slot has one type in all sentences of an intent: where a range fills it with numbers, the "30" of a list or of
  /// `slots:` is the number 30 as well.
  static func withNumberSlots(_ sentences: [Sentence], rules: [Expression], lists: [SlotList]) -> [Sentence] {
    var inRules: [Set<String>] = []
    for rule in rules { inRules.append(numberSlots(in: rule, lists: lists, rules: inRules)) }
    var byIntent: [String: Set<String>] = [:]
    for sentence in sentences {
      byIntent[sentence.intent, default: []].formUnion(
        numberSlots(in: sentence.expression, lists: lists, rules: inRules))
    }
    return sentences.map { sentence in
      var typed = sentence
      typed.numberSlots = byIntent[sentence.intent] ?? []
      typed.fixed = Dictionary(uniqueKeysWithValues: sentence.fixed.map { ($0, typed.typed($1, for: $0)) })
      return typed
    }
  }

  /// - Parameter inRules: what the rules hold to which the expression may refer; a rule refers only to earlier ones.
  private static func numberSlots(
    in expression: Expression, lists: [SlotList], rules inRules: [Set<String>]
  ) -> Set<String> {
    switch expression {
    case .fragment, .blank: []
    case .sequence(let parts), .choice(let parts), .permutation(let parts):
      parts.reduce(into: []) { $0.formUnion(numberSlots(in: $1, lists: lists, rules: inRules)) }
    case .rule(let index): inRules[index]
    case .slot(let name, let list):
      switch lists[list].content {
      case .range: [name]
      case .wildcard: []
      case .values(let values):
        values.reduce(into: []) { $0.formUnion(numberSlots(in: $1.expression, lists: lists, rules: inRules)) }
      }
    }
  }
}

extension Grammar.Sentence {
  /// A value as a slot of this sentence takes it.
  func typed(_ value: SlotValue, for slot: String) -> SlotValue {
    guard numberSlots.contains(slot), case .text(let text) = value else { return value }
    return Int(text).map(SlotValue.integer) ?? Double(text).map(SlotValue.number) ?? value
  }
}
