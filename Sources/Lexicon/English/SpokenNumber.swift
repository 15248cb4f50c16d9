/// Whole numbers in English words, both ways. Those of 10^18 and more have no words here: they are said digit by digit.
public enum SpokenNumber {
  /// The words for 0...19; index and value agree.
  public static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  /// The words for 20, 30 ... 90; index 0 is twenty.
  public static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
  /// The words for the powers of a thousand, the greatest first.
  public static let scales: [(word: String, value: Int)] = [
    ("quadrillion", 1_000_000_000_000_000), ("trillion", 1_000_000_000_000), ("billion", 1_000_000_000),
    ("million", 1_000_000), ("thousand", 1_000),
  ]
  /// One above the greatest magnitude that has words here.
  public static let limit = 1_000_000_000_000_000_000

  /// The number as Americans say it, without "and": 1205 is "one thousand two hundred five", -3 is "minus three". From
  /// `limit` on, and below -`limit`, it is said digit by digit.
  public static func words(_ number: Int) -> [String] {
    guard number.magnitude < limit else { return (number < 0 ? ["minus"] : []) + digitWords("\(number.magnitude)") }
    if number < 0 { return ["minus"] + words(-number) }
    var rest = number
    var words: [String] = []
    for scale in scales where rest >= scale.value {
      words += belowThousand(rest / scale.value) + [scale.word]
      rest %= scale.value
    }
    return rest > 0 || words.isEmpty ? words + belowThousand(rest) : words
  }

  /// The rank: 21 is "twenty first".
  public static func ordinalWords(_ number: Int) -> [String] { ordinalWords(ofNumber: words(number)) }

  /// The rank of a number whose words are given.
  static func ordinalWords(ofNumber words: [String]) -> [String] {
    words.last.map { words.dropLast() + [ordinal(of: $0)] } ?? []
  }

  /// The name of each digit; what is no digit is left out.
  static func digitWords(_ digits: String) -> [String] {
    digits.unicodeScalars.compactMap { ("0"..."9").contains($0) ? small[Int($0.value - 0x30)] : nil }
  }

  private static func belowThousand(_ number: Int) -> [String] {
    guard number >= 100 else { return belowHundred(number) }
    let hundreds = [small[number / 100], "hundred"]
    return number % 100 == 0 ? hundreds : hundreds + belowHundred(number % 100)
  }

  private static func belowHundred(_ number: Int) -> [String] {
    guard number >= small.count else { return [small[number]] }
    let ten = tens[number / 10 - 2]
    return number % 10 == 0 ? [ten] : [ten, small[number % 10]]
  }

  private static let irregularOrdinals = [
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
  ]

  private static func ordinal(of cardinal: String) -> String {
    if let irregular = irregularOrdinals[cardinal] { return irregular }
    return cardinal.hasSuffix("y") ? cardinal.dropLast() + "ieth" : cardinal + "th"
  }

  /// Whether a word can be part of a number in words, "and" and the signs aside.
  static func isPart(_ word: String) -> Bool { parts.contains(word) }

  /// Whether a word says how many, and not less or more: also signs, points and fractions.
  public static func isNumber(_ word: String) -> Bool { isPart(word) && word != "oh" || fractional.contains(word) }

  private static let fractional: Set<String> = ["minus", "negative", "half", "halves", "quarter", "quarters"]

  /// Whether a word is one of "hundred", "thousand" and so on.
  static func isScale(_ word: String) -> Bool { word == "hundred" || scales.contains { $0.word == word } }

  private static let parts = Set(small + tens + scales.map(\.word) + ["hundred", "point", "oh"])

  private static let cardinals: [String: String] = Dictionary(
    (small + tens + scales.map(\.word) + ["hundred"]).map { (ordinal(of: $0), $0) },
    uniquingKeysWith: { first, _ in first })
}

extension SpokenNumber {
  /// What the words say, or nil if they are no whole number.
  ///
  /// Accepts what `words(_:)` gives, British "and", "a hundred", "twelve hundred", "minus" and "negative", and digits.
  public static func value(of words: some Sequence<String>) -> Int? {
    let words = words.map { $0.lowercased() }
    guard let first = words.first, signs.contains(first) else { return magnitude(of: words[...]) }
    // One sign, not several: "minus minus five" is no number.
    guard let second = words.dropFirst().first, !signs.contains(second) else { return nil }
    return magnitude(of: words.dropFirst()).flatMap { $0 < 0 ? nil : -$0 }
  }

  private static let signs = ["minus", "negative"]

  /// What the words say with decimals, "twenty point five", or with a half, "twenty and a half"; a whole number as
  /// `value(of:)` reads it. Nil if they are no number.
  public static func decimal(of words: some Sequence<String>) -> Double? {
    let words = words.map { $0.lowercased() }
    if let whole = value(of: words) { return Double(whole) }
    if words.last == "half" { return half(words.dropLast()) }
    guard let point = words.firstIndex(of: "point"), point + 1 < words.count else { return nil }
    let digits = words[(point + 1)...].map { small[..<10].firstIndex(of: $0) }
    guard digits.allSatisfy({ $0 != nil }), digits.count <= 15 else { return nil }
    let fraction = digits.compactMap(\.self).map(String.init).joined()
    let isNegative = words.first.map(signs.contains) ?? false
    let whole = words[..<point].dropFirst(isNegative ? 1 : 0)
    guard let integer = whole.isEmpty ? 0 : magnitude(of: whole), integer >= 0 else { return nil }
    return Double("\(isNegative ? "-" : "")\(integer).\(fraction)")
  }

  /// What words before "half" say with it: "a", "minus one", "twenty and a".
  private static func half(_ words: ArraySlice<String>) -> Double? {
    let isNegative = words.first.map(signs.contains) ?? false
    var whole = words.dropFirst(isNegative ? 1 : 0)
    guard !whole.isEmpty else { return isNegative ? -0.5 : 0.5 }
    guard whole.last == "a" || whole.last == "one" else { return nil }
    whole.removeLast()
    guard !whole.isEmpty else { return isNegative ? -0.5 : 0.5 }
    guard whole.last == "and", let number = magnitude(of: whole.dropLast()), number >= 0 else { return nil }
    return (isNegative ? -1 : 1) * (Double(number) + 0.5)
  }

  /// What words without a sign before them say.
  private static func magnitude(of words: ArraySlice<String>) -> Int? {
    if words.count == 1, let digits = words.first.flatMap({ Int($0) }) { return digits }
    var parser = Parser(words: words)
    return parser.number()
  }

  /// What the words say, or nil if they are no rank: "twenty first" is 21.
  public static func ordinalValue(of words: some Sequence<String>) -> Int? {
    let words = words.map { $0.lowercased() }
    guard let last = words.last, let cardinal = cardinals[last] else { return nil }
    return value(of: words.dropLast() + [cardinal])
  }

  /// Reads the words of a number from the left.
  private struct Parser {
    var words: ArraySlice<String>

    /// The whole number that all the words make.
    mutating func number() -> Int? {
      if words.elementsEqual(["zero"]) { return 0 }
      if let hundreds = hundreds() { return hundreds }
      var total = 0
      for scale in scales where words.contains(scale.word) {
        guard let count = belowThousand(), take(scale.word) else { return nil }
        total += count * scale.value
      }
      guard !words.isEmpty else { return total == 0 ? nil : total }
      let joined = total > 0 && take("and")
      guard let rest = belowThousand(), words.isEmpty, !joined || rest < 100 else { return nil }
      return total + rest
    }

    /// "twelve hundred", "twenty five hundred and six": all the words, or nothing and no step.
    private mutating func hundreds() -> Int? {
      let start = words
      defer { if !words.isEmpty { words = start } }
      guard let count = belowHundred(), count > 10, count % 10 != 0, take("hundred") else {
        words = start
        return nil
      }
      guard !words.isEmpty else { return count * 100 }
      _ = take("and")
      return belowHundred().flatMap { words.isEmpty ? count * 100 + $0 : nil }
    }

    /// 1...999.
    private mutating func belowThousand() -> Int? {
      if words.count > 1, words.first == "a" {
        words.removeFirst()
        guard words.first == "hundred" else { return 1 }
        words = ["one"] + words
      }
      guard let first = belowHundred() else { return nil }
      guard first < 10, take("hundred") else { return first }
      let before = words
      _ = take("and")
      guard let rest = belowHundred() else {
        words = before
        return first * 100
      }
      return first * 100 + rest
    }

    /// 1...99.
    private mutating func belowHundred() -> Int? {
      guard let word = words.first else { return nil }
      if let number = small.firstIndex(of: word) {
        guard number > 0 else { return nil }
        words.removeFirst()
        return number
      }
      guard let ten = tens.firstIndex(of: word) else { return nil }
      words.removeFirst()
      let units = words.first.flatMap { small[..<10].firstIndex(of: $0) } ?? 0
      if units > 0 { words.removeFirst() }
      return (ten + 2) * 10 + units
    }

    private mutating func take(_ word: String) -> Bool {
      guard words.first == word else { return false }
      words.removeFirst()
      return true
    }
  }
}
