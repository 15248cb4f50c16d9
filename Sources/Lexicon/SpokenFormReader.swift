/// Reads tokens of written text, which stand between blanks, and collects the words in which they are spoken.
struct SpokenFormReader {
  private(set) var words: [String] = []
  /// Whether the token before was 1 or another number, if a unit may follow it.
  private var counted: Count?

  private enum Count { case one, many }

  /// Adds the words of one token.
  mutating func read(_ token: Substring) {
    if counted == nil, token.utf8.allSatisfy(Self.isLetter) { return words.append(String(token)) }
    let token = Self.plain(token)[...]
    let unit = Self.trimmed(token)
    if let count = counted, let words = Self.units[unit.lowercased()] {
      counted = nil
      return append(unit: words, after: count)
    }
    counted = nil
    readPieces(Self.isInitialism(token) ? token[...] : unit)
  }

  /// Splits a token into numbers, signs and words from the left.
  private mutating func readPieces(_ token: Substring) {
    if Self.isInitialism(token) { return words.append(String(token)) }
    var rest = token
    while let first = rest.first {
      if WrittenNumber.begins(rest) {
        rest = readNumber(rest)
      } else if Self.belongsToWord(first) {
        let word = rest.prefix(while: Self.belongsToWord)
        rest = rest.dropFirst(word.count)
        append(word: word)
      } else {
        if let sign = Self.signs[first] { words += sign }
        rest.removeFirst()
      }
    }
  }

  private mutating func append(word: Substring) {
    let isQuoted = word.count > 2 && word.hasPrefix("'") && word.hasSuffix("'")
    let word = isQuoted ? word.dropFirst().dropLast() : word
    if word.contains(where: \.isLetter) { words.append(String(word)) }
  }

  /// Reads a number with what belongs to it, sign, currency, rank, time or unit; gives what follows.
  private mutating func readNumber(_ text: Substring) -> Substring {
    let number = WrittenNumber(text)
    words += number.parts.flatMap { $0.readings.first ?? [] }
    return readUnit(number.rest, after: number.isOne ? .one : .many)
  }

  /// A unit written against its number, or "to" between two numbers; gives what follows.
  private mutating func readUnit(_ text: Substring, after count: Count) -> Substring {
    if text.first == "-" || text.first == "–", text.dropFirst().first?.isWholeNumber == true {
      words.append("to")
      return text.dropFirst()
    }
    let unit = text.prefix { $0.isLetter || $0 == "." || $0 == "/" || $0 == "°" || $0 == "%" }
    if let spoken = Self.units[unit.lowercased()] {
      append(unit: spoken, after: count)
      return text.dropFirst(unit.count)
    }
    counted = text.isEmpty ? count : nil
    return text
  }

  private mutating func append(unit: (one: String, many: String), after count: Count) {
    words += (count == .one ? unit.one : unit.many).split(separator: " ").map(String.init)
  }
}

// MARK: The digits of a number

extension SpokenFormReader {
  /// A number in words; one with a leading zero, or too long to say, digit by digit.
  static func spoken(_ digits: String) -> [String] {
    let isCode = digits.count > 1 && digits.hasPrefix("0")
    if !isCode, let value = Int(digits), value < SpokenNumber.limit { return SpokenNumber.words(value) }
    return SpokenNumber.digitWords(digits)
  }
}

// MARK: The parts of a word

extension SpokenFormReader {
  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func belongsToWord(_ character: Character) -> Bool { character.isLetter || character == "'" }

  /// A token with plain apostrophes, signs and digits: other scripts have digits of their own.
  static func plain(_ token: Substring) -> String {
    guard !token.utf8.allSatisfy({ $0 < 0x80 }) else { return String(token) }
    var plain = String.UnicodeScalarView()
    for scalar in token.unicodeScalars {
      switch scalar {
      case "’": plain.append("'")
      case "−": plain.append("-")
      default: plain.append(digit(scalar) ?? scalar)
      }
    }
    return String(plain)
  }

  /// The digit 0...9 that a decimal digit of another script stands for; nil for everything else.
  private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard !scalar.isASCII, scalar.properties.generalCategory == .decimalNumber,
      let value = scalar.properties.numericValue, (0...9).contains(value)
    else { return nil }
    return Unicode.Scalar(UInt8(0x30 + Int(value)))
  }

  /// Letters with a dot after each but perhaps the last: "a.m.", "U.S".
  static func isInitialism(_ token: Substring) -> Bool {
    let letters = token.split(separator: ".")
    return letters.count > 1 && token.first?.isLetter == true
      && letters.allSatisfy { $0.count == 1 && $0.first?.isLetter == true }
  }

  /// The token without the punctuation around it.
  static func trimmed(_ token: Substring) -> Substring {
    let start =
      token.indices.first { index in
        let first = token[index]
        return isSpoken(first) || currencies[first] != nil || first == "-"
          || (first == "." && WrittenNumber.begins(token[index...]))
      } ?? token.endIndex
    // From the front, since characters that are made of many scalars are slow to walk backwards.
    var end = start
    var index = start
    while index < token.endIndex {
      let next = token.index(after: index)
      if isSpoken(token[index]) { end = next }
      index = next
    }
    return token[start..<end]
  }

  private static func isSpoken(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || signs[character] != nil || character == "'"
  }

  static let signs: [Character: [String]] = [
    "%": ["percent"], "&": ["and"], "+": ["plus"], "@": ["at"], "=": ["equals"], "°": ["degrees"],
  ]

  static let currencies: [Character: (one: String, many: String)] = [
    "$": ("dollar", "dollars"), "£": ("pound", "pounds"), "€": ("euro", "euros"),
  ]

  static let units: [String: (one: String, many: String)] = [
    "oz": ("ounce", "ounces"), "oz.": ("ounce", "ounces"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"),
    "g": ("gram", "grams"), "kg": ("kilogram", "kilograms"), "mg": ("milligram", "milligrams"),
    "ml": ("milliliter", "milliliters"), "cl": ("centiliter", "centiliters"), "l": ("liter", "liters"),
    "mm": ("millimeter", "millimeters"), "cm": ("centimeter", "centimeters"), "m": ("meter", "meters"),
    "km": ("kilometer", "kilometers"), "ft": ("foot", "feet"), "mi": ("mile", "miles"),
    "mph": ("mile an hour", "miles an hour"), "km/h": ("kilometer an hour", "kilometers an hour"),
    "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "h": ("hour", "hours"), "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"), "ms": ("millisecond", "milliseconds"), "am": ("a.m.", "a.m."), "a.m.": ("a.m.", "a.m."),
    "pm": ("p.m.", "p.m."), "p.m.": ("p.m.", "p.m."), "%": ("percent", "percent"), "°": ("degree", "degrees"),
    "°c": ("degree celsius", "degrees celsius"), "°f": ("degree fahrenheit", "degrees fahrenheit"),
    "w": ("watt", "watts"), "kw": ("kilowatt", "kilowatts"), "khz": ("kilohertz", "kilohertz"),
    "gb": ("gigabyte", "gigabytes"), "mb": ("megabyte", "megabytes"),
  ]
}
