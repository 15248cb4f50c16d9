/// Reads tokens of written text, which stand between blanks, and collects pieces with all their readings.
struct WrittenTextReader {
  private(set) var pieces: [WrittenText.Piece] = []
  /// The parts of the token that is being read.
  private var parts: [[[String]]] = []
  /// The words of the number that stands right before, of whatever is to be read next.
  private var number: [String] = []
  /// Whether that has digits.
  private var hasDigits = false
  /// Whether that number stands in the token before, so that this one may be its unit or its fraction.
  private var followsNumber = false

  /// Adds a token.
  ///
  /// - Parameter next: the token after it.
  mutating func read(_ token: Substring, before next: Substring?) {
    let plain = SpokenFormReader.plain(token)
    parts = []
    if plain.count == 1, plain.first.map(Self.dashes.contains) == true {
      // A sign that stands by itself is one all the same.
      if next?.first?.isNumber == true { append([["minus"], ["negative"]]) }
    } else if plain.contains(where: \.isNumber) {
      let bare = WrittenPunctuation.withoutTrailing(WrittenPunctuation.withoutLeading(plain))
      let number = String(bare.map { Self.dashes.contains($0) ? "-" : $0 })
      readNumbers((Self.timeWithDot(number, before: next) ?? number)[...])
    } else {
      readWords(plain)
    }
    pieces.append(
      WrittenText.Piece(text: String(token), parts: parts, endsClause: WrittenPunctuation.endsClause(token)))
    followsNumber = !number.isEmpty
  }

  /// "7.30am" and "7.30 am" as "7:30am" and "7:30"; nil for what is no time of day.
  private static func timeWithDot(_ number: String, before next: Substring?) -> String? {
    let digits = number.prefix { $0.isNumber || $0 == "." }
    let part = digits.count < number.count ? number.dropFirst(digits.count) : next ?? ""
    guard ["am", "pm", "a.m", "p.m", "a.m.", "p.m."].contains(part.lowercased()),
      digits.split(separator: ".", omittingEmptySubsequences: false).map(\.count).dropFirst() == [2]
    else { return nil }
    return number.replacing(".", with: ":", maxReplacements: 1)
  }

  /// Whichever of them the keyboard has is the sign of a number.
  private static let dashes: Set<Character> = ["-", "–", "—", "‐", "‑", "‒", "－", "﹣"]

  private mutating func append(_ alternatives: [[String]]) {
    parts.append(alternatives)
    (number, hasDigits) = ([], false)
  }

  private mutating func appendUnreadable() { append([[WrittenText.unreadable]]) }
}

// MARK: Words

extension WrittenTextReader {
  private mutating func readWords(_ token: String) {
    let bare = SpokenFormReader.trimmed(token[...])
    if followsNumber, let unit = WrittenUnits.readings(of: bare.lowercased()) {
      if unit.contains(["a.m."]) || unit.contains(["p.m."]) { silenceFullHour() }
      return append(unit)
    }
    guard !token.contains(where: Self.isUnread) else { return appendUnreadable() }
    var reader = SpokenFormReader()
    reader.read(token[...])
    for word in reader.words.map({ SpokenForm.fold($0) }) { append(word: word) }
  }

  /// "7:00 pm" is "seven p.m.": after a full hour the part of the day says enough.
  private mutating func silenceFullHour() {
    guard let piece = pieces.last, piece.parts.last?.contains(["o'clock"]) == true else { return }
    var parts = piece.parts
    parts[parts.count - 1].append([])
    pieces[pieces.count - 1] = WrittenText.Piece(text: piece.text, parts: parts, endsClause: piece.endsClause)
  }

  /// A word. One that would make another number of the digits before it cannot be read: "20 five" is not 25.
  private mutating func append(word: String) {
    guard SpokenNumber.isPart(word) else { return append([[word]]) }
    let fuses = hasDigits && !SpokenNumber.isScale(word) && fuses([word])
    parts.append([[fuses ? WrittenText.unreadable : word]])
    number.append(word)
  }

  /// Symbols and figures that nobody would say.
  private static func isUnread(_ character: Character) -> Bool {
    guard SpokenFormReader.signs[character] == nil else { return false }
    return character.isMathSymbol || character.isCurrencySymbol || character.isNumber
      || character.unicodeScalars.first?.properties.generalCategory == .otherSymbol
  }
}

// MARK: Numbers

extension WrittenTextReader {
  /// Reads a token with digits from the left.
  private mutating func readNumbers(_ token: Substring) {
    var rest = token
    var afterNumber = false
    while let first = rest.first {
      if afterNumber, WrittenNumber.begins(rest) {
        // "5-10" is a range; nothing else joins two numbers.
        if first == "-" { rest.removeFirst() }
        if first == "-", WrittenNumber.begins(rest) { append([["to"]]) } else { appendUnreadable() }
        afterNumber = false
      } else if WrittenNumber.begins(rest) {
        var scanned = WrittenNumber(rest)
        rest = scanned.rest
        if followsNumber, parts.isEmpty { scanned.follow() }
        for part in scanned.parts { append(part, isNumber: part.isNumber) }
        afterNumber = true
      } else if first.isLetter || first == "'" || WrittenUnits.signs.contains(first) {
        let word = rest.prefix { $0.isLetter || $0 == "'" || $0 == "." || WrittenUnits.signs.contains($0) }
        rest = rest.dropFirst(word.count)
        readLetters(word, afterNumber: afterNumber)
        afterNumber = false
      } else {
        rest.removeFirst()
        readSign(first, betweenNumbers: afterNumber && WrittenNumber.begins(rest))
        afterNumber = false
      }
    }
  }

  /// A part of a number, without the readings that would make another number of it and the one before.
  private mutating func append(_ part: WrittenNumber.Part, isNumber: Bool) {
    guard isNumber else {
      // What may be silent parts no two numbers.
      if part.readings.contains([]) { parts.append(part.readings) } else { append(part.readings) }
      return
    }
    let readings = part.readings.filter { !fuses($0) }
    parts.append(readings.isEmpty ? [[WrittenText.unreadable]] : readings)
    (number, hasDigits) = (part.readings.first ?? [], true)
  }

  /// Whether a number goes on in these words.
  private func fuses(_ words: [String]) -> Bool {
    guard !number.isEmpty, let first = words.first, SpokenNumber.isPart(first) else { return false }
    return SpokenNumber.decimal(of: number + words.prefix { SpokenNumber.isPart($0) }) != nil
  }

  /// Letters in a token with digits: a unit, or words.
  private mutating func readLetters(_ letters: Substring, afterNumber: Bool) {
    let last = parts.last
    if afterNumber, let unit = WrittenUnits.readings(of: letters.lowercased()) {
      append(unit)
    } else {
      append([SpokenForm(letters).words.map { SpokenForm.fold($0) }])
    }
    // A template may have the number and its unit as one word.
    guard afterNumber, let last, letters.allSatisfy(\.isLetter) else { return }
    let glued = last.compactMap { words in words.last.map { Array(words.dropLast()) + [$0 + letters.lowercased()] } }
    let apart = last.flatMap { number in parts[parts.count - 1].map { number + $0 } }
    parts.removeLast()
    parts[parts.count - 1] = apart + glued
  }

  private mutating func readSign(_ sign: Character, betweenNumbers: Bool) {
    if let words = SpokenFormReader.signs[sign] { return append([words]) }
    if betweenNumbers { return appendUnreadable() }
    if sign.isNumber || Self.isUnread(sign) { appendUnreadable() }
  }
}
