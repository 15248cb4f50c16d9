/// A number at the beginning of a text, in all the ways to read it: 20.5, 1,000, ½, 1/2, -5, 19:45, 21st, $5.
///
/// It is read as it is or not at all: what does not belong to it stays in `rest`.
struct WrittenNumber {
  /// A part and its readings.
  struct Part {
    var readings: [[String]]
    /// Whether it is a number that words could go on, rather than a sign, a unit or a time's minutes.
    var isNumber = false
  }

  private(set) var parts: [Part] = []
  /// Whether it is 1, after which a unit has no plural.
  private(set) var isOne = false
  /// What stands behind the number.
  private(set) var rest: Substring
  /// The fraction, where that is all there is.
  private var fraction: Fraction?

  private struct Fraction {
    var over: Int
    var under: Int
  }

  /// Whether a number, its sign or its currency begins here.
  static func begins(_ text: Substring) -> Bool {
    var text = text
    if text.first == "-" || text.first == "+" { text.removeFirst() }
    if let first = text.first, SpokenFormReader.currencies[first] != nil { text.removeFirst() }
    guard let first = text.first else { return false }
    if isDigit(first) || vulgar(first) != nil { return true }
    return first == "." && text.dropFirst().first.map(isDigit) == true
  }

  /// - Precondition: `begins(text)`.
  init(_ text: Substring) {
    rest = text
    readSign()
    let currency = rest.first.flatMap { SpokenFormReader.currencies[$0] }
    if currency != nil { rest.removeFirst() }
    let digits = takeWhole()
    if !digits.isEmpty, takeRank() {
      let rank = Int(digits).map(SpokenNumber.ordinalWords)
      parts.append(Part(readings: [rank ?? SpokenNumber.ordinalWords(ofNumber: SpokenFormReader.spoken(digits))]))
    } else if !digits.isEmpty, let minutes = takeMinutes(hour: digits) {
      parts += [Part(readings: Self.whole(digits), isNumber: true), Part(readings: minutes, isNumber: true)]
    } else {
      readMagnitude(digits)
    }
    guard let currency else { return }
    let names = [[currency.one], [currency.many]]
    parts.append(Part(readings: isOne ? names : names.reversed()))
  }

  /// What it is behind a whole number and a blank, "1 1/2": the fraction that belongs to that.
  mutating func follow() {
    guard let fraction else { return }
    parts = [Part(readings: Self.readings(of: fraction, after: []))]
  }

  private mutating func readSign() {
    guard rest.first == "-" || rest.first == "+" else { return }
    parts.append(Part(readings: rest.removeFirst() == "-" ? [["minus"], ["negative"]] : [["plus"], []]))
  }

  private mutating func readMagnitude(_ digits: String) {
    let decimals = takeDecimals()
    if !decimals.isEmpty {
      parts.append(Part(readings: Self.decimal(digits.isEmpty ? "0" : digits, decimals), isNumber: true))
    } else if let first = rest.first, let (over, under) = Self.vulgar(first) {
      rest.removeFirst()
      read(Fraction(over: over, under: under), after: digits)
    } else if let (over, under) = takeFraction(over: digits) {
      read(Fraction(over: over, under: under), after: "")
    } else {
      parts.append(Part(readings: Self.whole(digits), isNumber: true))
      isOne = digits == "1"
    }
  }

  private mutating func read(_ fraction: Fraction, after digits: String) {
    guard digits.isEmpty || Int(digits) == 0 else {
      let readings = Self.readings(of: fraction, after: SpokenFormReader.spoken(digits))
      return parts.append(Part(readings: readings, isNumber: true))
    }
    if parts.isEmpty, digits.isEmpty { self.fraction = fraction }
    parts.append(Part(readings: Self.readings(of: fraction), isNumber: true))
  }
}

// MARK: What is taken from the text

extension WrittenNumber {
  /// Digits, without the commas that group all of them by three.
  private mutating func takeWhole() -> String {
    var number = takeDigits()
    guard (1...3).contains(number.count) else { return number }
    while rest.first == ",", rest.dropFirst().prefix(while: Self.isDigit).count == 3 {
      rest.removeFirst()
      number += takeDigits()
    }
    return number
  }

  private mutating func takeDigits() -> String {
    let digits = rest.prefix(while: Self.isDigit)
    rest.removeFirst(digits.count)
    return String(digits)
  }

  private mutating func takeDecimals() -> String {
    guard rest.first == ".", rest.dropFirst().first.map(Self.isDigit) == true else { return "" }
    rest.removeFirst()
    return takeDigits()
  }

  private mutating func takeRank() -> Bool {
    let letters = rest.prefix(while: \.isLetter)
    guard ["st", "nd", "rd", "th"].contains(letters.lowercased()) else { return false }
    rest.removeFirst(letters.count)
    return true
  }

  /// The readings of ":05" after an hour.
  private mutating func takeMinutes(hour: String) -> [[String]]? {
    let digits = rest.dropFirst().prefix(while: Self.isDigit)
    guard rest.first == ":", hour.count <= 2, digits.count == 2, let value = Int(digits), value < 60 else { return nil }
    rest.removeFirst(3)
    guard value > 0 else { return rest.isEmpty ? [["o'clock"], ["zero"]] : [[], ["o'clock"]] }
    let words = SpokenNumber.words(value)
    return value < 10 ? [["oh"] + words, ["zero"] + words, words] : [words]
  }

  /// What stands under the fraction's stroke.
  private mutating func takeFraction(over digits: String) -> (over: Int, under: Int)? {
    let under = rest.dropFirst().prefix(while: Self.isDigit)
    guard rest.first == "/" || rest.first == "⁄", let over = Int(digits), let value = Int(under),
      (2...16).contains(value), (1..<value).contains(over), rest.dropFirst(1 + under.count).first != "/"
    else { return nil }
    rest.removeFirst(1 + under.count)
    return (over, value)
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isWholeNumber }

  private static func vulgar(_ character: Character) -> (over: Int, under: Int)? { fractions[character] }

  private static let fractions: [Character: (over: Int, under: Int)] = [
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅒": (1, 10),
  ]
}

// MARK: How it is read

extension WrittenNumber {
  /// A whole number; one that begins with a zero also digit by digit.
  private static func whole(_ digits: String) -> [[String]] {
    let spoken = SpokenFormReader.spoken(digits)
    guard let value = Int(digits), value < SpokenNumber.limit else { return [spoken] }
    var readings = [spoken]
    if digits.count > 1, digits.hasPrefix("0") { readings.append(SpokenNumber.words(value)) }
    if (1_100...9_999).contains(value), value % 100 == 0, value % 1_000 != 0 {
      readings.append(SpokenNumber.words(value / 100) + ["hundred"])
    }
    return readings
  }

  private static func decimal(_ digits: String, _ decimals: String) -> [[String]] {
    let whole = SpokenFormReader.spoken(digits)
    var kept = Substring(decimals)
    while kept.last == "0" { kept.removeLast() }
    let full = whole + ["point"] + SpokenNumber.digitWords(decimals)
    guard !kept.isEmpty else { return [full] + Self.whole(digits) }
    var readings = [full]
    if kept.count < decimals.count { readings.append(whole + ["point"] + SpokenNumber.digitWords(String(kept))) }
    let isZero = Int(digits) == 0
    if isZero { readings.append(["point"] + SpokenNumber.digitWords(String(kept))) }
    if let fraction = usual[kept] {
      readings += isZero ? names(of: fraction) : joined(fraction, after: whole)
    }
    return readings
  }

  /// The fractions that have a name of their own among decimals.
  private static let usual: [Substring: Fraction] = [
    "5": Fraction(over: 1, under: 2), "25": Fraction(over: 1, under: 4), "75": Fraction(over: 3, under: 4),
  ]

  /// A fraction by itself.
  private static func readings(of fraction: Fraction) -> [[String]] {
    guard let point = point(of: fraction) else { return names(of: fraction) }
    return names(of: fraction) + [["zero"] + point, point]
  }

  /// A fraction behind the words of a whole number.
  private static func readings(of fraction: Fraction, after whole: [String]) -> [[String]] {
    joined(fraction, after: whole) + (point(of: fraction).map { [whole + $0] } ?? [])
  }

  /// "one and a half", "one and one half".
  private static func joined(_ fraction: Fraction, after whole: [String]) -> [[String]] {
    let names = fraction.over > 1 ? names(of: fraction) : singular(fraction).flatMap { [["a"] + $0, ["one"] + $0] }
    return names.map { whole + ["and"] + $0 }
  }

  /// "one half", "a half", "half", "three quarters".
  private static func names(of fraction: Fraction) -> [[String]] {
    let singular = singular(fraction)
    guard fraction.over > 1 else { return singular.flatMap { [["one"] + $0, ["a"] + $0, $0] } }
    return singular.map { SpokenNumber.words(fraction.over) + $0.dropLast() + [($0.last ?? "") + "s"] }
  }

  private static func singular(_ fraction: Fraction) -> [[String]] {
    switch fraction.under {
    case 2: [["half"]]
    case 4: [["quarter"], ["fourth"]]
    default: [SpokenNumber.ordinalWords(fraction.under)]
    }
  }

  /// "point two five"; nil for what has no end.
  private static func point(of fraction: Fraction) -> [String]? {
    let thousandths = 1_000 * fraction.over
    guard thousandths.isMultiple(of: fraction.under) else { return nil }
    var digits = Substring(String(1_000 + thousandths / fraction.under).dropFirst())
    while digits.last == "0" { digits.removeLast() }
    return ["point"] + SpokenNumber.digitWords(String(digits))
  }
}
