import Lexicon

/// All ways to say the numbers of a range, as an expression that is small however large the range is.
///
/// A number below a thousand is hundreds and a rest, a greater one so many thousands and a rest, and so on. Those
/// multiples of a scale after which the same rests may follow share them: of 0...100,000, ninety-nine thousands share one
/// set of rests. "and" may stand where the British say it, "a" for "one" before a scale, and "twelve hundred" for 1200.
///
/// A large range in uneven steps has no multiples that share their rests, and as many phrases as numbers.
struct NumberPhrases {
  /// A range has more phrases than are made.
  struct TooMany: Error {}

  /// The most phrases of a range.
  static let limit = 100_000

  /// The phrases that may still be made.
  private var rest = limit

  /// - Throws: `TooMany`.
  static func expression(for range: NumberRange) throws(TooMany) -> Expression {
    var phrases = NumberPhrases()
    return range.parts == 1 ? try phrases.expression(for: range) : try phrases.fractions(for: range)
  }

  private mutating func expression(for range: NumberRange) throws(TooMany) -> Expression {
    var phrases: [Expression] = []
    let all = Progression(first: range.from, last: range.to, step: range.step)
    if let positive = all.clipped(1...NumberRange.limit) { phrases += try positives(positive) }
    if all.contains(0) { phrases.append(.fragment(SpokenNumber.small[0])) }
    if let negative = all.negated.clipped(1...NumberRange.limit) {
      let sign = Expression.choice([.fragment("minus"), .fragment("negative")])
      phrases.append(.sequence([sign, .blank, .choice(try positives(negative))]))
    }
    return .choice(phrases)
  }

  mutating func spend(_ count: Int) throws(TooMany) {
    rest -= count
    guard rest >= 0 else { throw TooMany() }
  }

  mutating func positives(_ numbers: Progression) throws(TooMany) -> [Expression] {
    var phrases = try below(numbers)
    if let hundreds = numbers.clipped(1_100...9_999) {
      phrases += try multiples(of: 100, word: "hundred", in: hundreds) { $0 > 10 && !$0.isMultiple(of: 10) }
    }
    return phrases
  }

  /// The phrases for numbers of at least 1, without "twelve hundred".
  private mutating func below(_ numbers: Progression) throws(TooMany) -> [Expression] {
    guard let scale = Self.scales.first(where: { $0.value <= numbers.last }) else {
      let phrases = numbers.map { Expression.words(SpokenNumber.words($0)) }
      try spend(phrases.count)
      return phrases
    }
    var rest: [Expression] = []
    if let low = numbers.clipped(1...(scale.value - 1)) { rest = try below(low) }
    guard let high = numbers.clipped(scale.value...NumberRange.limit) else { return rest }
    return rest + (try multiples(of: scale.value, word: scale.word, in: high) { _ in true })
  }

  private static let scales = SpokenNumber.scales + [(word: "hundred", value: 100)]

  /// "so many" `word` and a rest, for the numbers whose count of `scale` is wanted.
  private mutating func multiples(
    of scale: Int, word: String, in numbers: Progression, where isWanted: (Int) -> Bool
  ) throws(TooMany) -> [Expression] {
    var counts: [Progression: [Int]] = [:]
    for count in (numbers.first / scale)...(numbers.last / scale) where isWanted(count) {
      let start = count * scale
      guard let members = numbers.clipped(start...(start + scale - 1)) else { continue }
      counts[members.shifted(by: -start), default: []].append(count)
    }
    var phrases: [Expression] = []
    for (rests, counts) in counts.sorted(by: { $0.value[0] < $1.value[0] }) {
      let heads = counts.flatMap {
        [Expression.words(SpokenNumber.words($0))] + ($0 == 1 ? [.fragment("a")] : Self.british($0))
      }
      try spend(heads.count)
      phrases.append(.sequence([.choice(heads), .blank, .fragment(word), .choice(try tails(rests))]))
    }
    return phrases
  }

  /// "one hundred and five", for a count that has hundreds and a rest.
  private static func british(_ count: Int) -> [Expression] {
    guard count > 100, count % 100 != 0 else { return [] }
    return [Expression.words(SpokenNumber.words(count / 100 * 100) + ["and"] + SpokenNumber.words(count % 100))]
  }

  /// What may follow a scale word: nothing for a rest of 0, "and" only before rests below a hundred.
  private mutating func tails(_ rests: Progression) throws(TooMany) -> [Expression] {
    var tails: [Expression] = rests.contains(0) ? [.sequence([])] : []
    if let small = rests.clipped(1...99) {
      let and = Expression.choice([.sequence([]), .sequence([.fragment("and"), .blank])])
      tails.append(.sequence([.blank, and, .choice(try below(small))]))
    }
    if let large = rests.clipped(100...NumberRange.limit) {
      tails.append(.sequence([.blank, .choice(try below(large))]))
    }
    return tails
  }
}
