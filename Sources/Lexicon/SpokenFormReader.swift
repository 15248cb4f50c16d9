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
      if Self.startsNumber(rest) {
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
    var rest = text
    if rest.first == "-" || rest.first == "+" {
      words.append(rest.removeFirst() == "-" ? "minus" : "plus")
    }
    let currency = rest.first.flatMap { Self.currencies[$0] }
    if currency != nil { rest.removeFirst() }
    let number = Self.takeNumber(&rest)
    if Self.takeRank(&rest) {
      words += Int(number).map(SpokenNumber.ordinalWords) ?? SpokenNumber.ordinalWords(ofNumber: Self.spoken(number))
      return rest
    }
    words += Self.spoken(number)
    if let minutes = Self.takeClock(&rest, hour: number) { words += minutes }
    let decimals = Self.takeDecimals(&rest)
    if !decimals.isEmpty { words += ["point"] + decimals.flatMap { Self.spoken(String($0)) } }
    let isOne = number == "1" && decimals.isEmpty
    if let currency { words.append(isOne ? currency.one : currency.many) }
    return readUnit(rest, after: isOne ? .one : .many)
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

// MARK: The parts of a number

extension SpokenFormReader {
  /// Digits, without the commas that group them by three; they are removed from `text`.
  private static func takeNumber(_ text: inout Substring) -> String {
    var number = takeDigits(&text)
    while text.first == ",", text.dropFirst().prefix(while: isDigit).count == 3 {
      text.removeFirst()
      number += takeDigits(&text)
    }
    return number
  }

  private static func takeDigits(_ text: inout Substring) -> String {
    let digits = text.prefix(while: isDigit)
    text.removeFirst(digits.count)
    return String(digits)
  }

  /// The words for the minutes if the text goes on like a time, ":05".
  private static func takeClock(_ text: inout Substring, hour: String) -> [String]? {
    let minutes = text.dropFirst().prefix(while: isDigit)
    guard text.first == ":", hour.count <= 2, minutes.count == 2, let value = Int(minutes), value < 60 else {
      return nil
    }
    text.removeFirst(3)
    if value == 0 { return text.isEmpty ? ["o'clock"] : [] }
    return (value < 10 ? ["oh"] : []) + SpokenNumber.words(value)
  }

  /// The digits after a point, which are removed from `text` with it; none if there is no fraction.
  private static func takeDecimals(_ text: inout Substring) -> String {
    guard text.first == ".", text.dropFirst().first.map(isDigit) == true else { return "" }
    text.removeFirst()
    return takeDigits(&text)
  }

  /// Whether the text goes on with the ending of a rank, "st" in "21st", which is removed.
  private static func takeRank(_ text: inout Substring) -> Bool {
    let letters = text.prefix(while: \.isLetter)
    guard ["st", "nd", "rd", "th"].contains(letters.lowercased()) else { return false }
    text.removeFirst(letters.count)
    return true
  }

  /// A number in words; one with a leading zero, or too long to say, digit by digit.
  private static func spoken(_ digits: String) -> [String] {
    let isCode = digits.count > 1 && digits.hasPrefix("0")
    if !isCode, let value = Int(digits), value < SpokenNumber.limit { return SpokenNumber.words(value) }
    return SpokenNumber.digitWords(digits)
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isWholeNumber }

  /// Whether a sign or a currency begins a number here.
  private static func startsNumber(_ text: Substring) -> Bool {
    var text = text
    if text.first == "-" || text.first == "+" { text.removeFirst() }
    if text.first.flatMap({ currencies[$0] }) != nil { text.removeFirst() }
    return text.first.map(isDigit) ?? false
  }
}

// MARK: The parts of a word

extension SpokenFormReader {
  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func belongsToWord(_ character: Character) -> Bool { character.isLetter || character == "'" }

  /// A token with plain apostrophes, signs and digits: other scripts have digits of their own.
  private static func plain(_ token: Substring) -> String {
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
  private static func isInitialism(_ token: Substring) -> Bool {
    let letters = token.split(separator: ".")
    return letters.count > 1 && token.first?.isLetter == true
      && letters.allSatisfy { $0.count == 1 && $0.first?.isLetter == true }
  }

  /// The token without the punctuation around it.
  private static func trimmed(_ token: Substring) -> Substring {
    let start = token.firstIndex { isSpoken($0) || currencies[$0] != nil || $0 == "-" } ?? token.endIndex
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

  private static let signs: [Character: [String]] = [
    "%": ["percent"], "&": ["and"], "+": ["plus"], "@": ["at"], "=": ["equals"], "°": ["degrees"],
    "½": ["one", "half"],
    "¼": ["one", "quarter"], "¾": ["three", "quarters"],
  ]

  private static let currencies: [Character: (one: String, many: String)] = [
    "$": ("dollar", "dollars"), "£": ("pound", "pounds"), "€": ("euro", "euros"),
  ]

  private static let units: [String: (one: String, many: String)] = [
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
