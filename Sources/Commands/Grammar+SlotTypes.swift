extension Grammar {
  /// Finds the slots that take numbers.
  ///
  /// A slot has one type in all sentences of an intent: where a range fills it with numbers, the "30" of a list or of
  /// `slots:` is the number 30 as well.
  static func withNumberSlots(_ sentences: [Sentence], rules: [Expression], lists: [SlotList]) -> [Sentence] {
    var known = NumberSlots(rules: rules, lists: lists)
    var byIntent: [String: Set<String>] = [:]
    for sentence in sentences {
      byIntent[sentence.intent, default: []].formUnion(known.slots(in: sentence.expression))
    }
    return sentences.map { sentence in
      var typed = sentence
      typed.numberSlots = byIntent[sentence.intent] ?? []
      typed.fixed = Dictionary(uniqueKeysWithValues: sentence.fixed.map { ($0, typed.typed($1, for: $0)) })
      return typed
    }
  }

}

/// The slots that numbers fill, found once for each rule and each list: those inside one another would multiply.
private struct NumberSlots {
  let rules: [Expression]
  let lists: [SlotList]
  private var inRules: [Int: Set<String>] = [:]
  private var inLists: [Int: Set<String>] = [:]

  init(rules: [Expression], lists: [SlotList]) { (self.rules, self.lists) = (rules, lists) }

  mutating func slots(in expression: Expression) -> Set<String> {
    switch expression {
    case .fragment, .blank: return []
    case .sequence(let parts), .choice(let parts), .permutation(let parts): return slots(in: parts)
    case .rule(let index):
      if let known = inRules[index] { return known }
      let found = slots(in: rules[index])
      inRules[index] = found
      return found
    case .slot(let name, let list):
      if case .range = lists[list].content { return [name] }
      if let known = inLists[list] { return known }
      let found = slots(in: lists[list].content.expressions)
      inLists[list] = found
      return found
    }
  }

  private mutating func slots(in expressions: [Expression]) -> Set<String> {
    var found: Set<String> = []
    for expression in expressions { found.formUnion(slots(in: expression)) }
    return found
  }
}

extension Grammar.Sentence {
  /// A value as a slot of this sentence takes it.
  func typed(_ value: SlotValue, for slot: String) -> SlotValue {
    guard numberSlots.contains(slot), case .text(let text) = value else { return value }
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { return value }
    return .number(number)
  }
}
