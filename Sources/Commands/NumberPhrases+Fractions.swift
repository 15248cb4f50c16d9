import Lexicon

/// Numbers with fractions: "twenty point five", "twenty and a half".
extension NumberPhrases {
  /// - Throws: `TooMany`.
  mutating func fractions(for range: NumberRange) throws(TooMany) -> Expression {
    let all = Progression(first: range.from, last: range.to, step: range.step)
    var phrases: [Expression] = []
    if let positive = all.clipped(1...Int.max / 2) { phrases += try fractions(positive, of: range.parts) }
    if all.contains(0) { phrases.append(.fragment(SpokenNumber.small[0])) }
    if let negative = all.negated.clipped(1...Int.max / 2) {
      let sign = Expression.choice([.fragment("minus"), .fragment("negative")])
      phrases.append(.sequence([sign, .blank, .choice(try fractions(negative, of: range.parts))]))
    }
    return .choice(phrases)
  }

  /// The phrases of numbers above 0, in parts of one. Those that go on alike behind the point share it.
  private mutating func fractions(_ numbers: Progression, of parts: Int) throws(TooMany) -> [Expression] {
    var phrases: [Expression] = []
    var rests: [Progression: [Int]] = [:]
    for rest in 0..<parts {
      guard let whole = Self.whole(of: numbers, with: rest, in: parts) else { continue }
      if rest == 0 { phrases += try positives(whole) } else { rests[whole, default: []].append(rest) }
    }
    for (whole, rests) in rests.sorted(by: { $0.value[0] < $1.value[0] }) {
      let decimals = rests.map { Expression.words(NumberRange.decimals($0, of: parts)) }
      try spend(decimals.count)
      var heads: [Expression] = whole.contains(0) ? [.sequence([]), .sequence([.fragment("zero"), .blank])] : []
      let above = try whole.clipped(1...Int.max / 2).map { numbers throws(TooMany) in try positives(numbers) } ?? []
      heads += above.map { .sequence([$0, .blank]) }
      phrases.append(.sequence([.choice(heads), .fragment("point"), .blank, .choice(decimals)]))
      if rests.contains(where: { 2 * $0 == parts }) { phrases += Self.halves(after: above, andZero: whole.contains(0)) }
    }
    return phrases
  }

  /// The whole numbers that stand before so many parts.
  private static func whole(of numbers: Progression, with rest: Int, in parts: Int) -> Progression? {
    // The rests come round after as many steps as there are parts, at the latest.
    let count = min(parts, (numbers.last - numbers.first) / numbers.step + 1)
    guard let first = (0..<count).map({ numbers.first + $0 * numbers.step }).first(where: { $0 % parts == rest }) else {
      return nil
    }
    var step = numbers.step
    while step % parts != 0 { step += numbers.step }
    let last = first + (numbers.last - first) / step * step
    return Progression(first: first / parts, last: last / parts, step: step / parts)
  }

  private static func halves(after whole: [Expression], andZero: Bool) -> [Expression] {
    let articles = [Expression.fragment("a"), .fragment("one")]
    var phrases: [Expression] = []
    if !whole.isEmpty {
      phrases.append(
        .sequence([.choice(whole), .blank, .fragment("and"), .blank, .choice(articles), .blank, .fragment("half")]))
    }
    if andZero {
      let article = Expression.choice([.sequence([])] + articles.map { .sequence([$0, .blank]) })
      phrases.append(.sequence([article, .fragment("half")]))
    }
    return phrases
  }
}
