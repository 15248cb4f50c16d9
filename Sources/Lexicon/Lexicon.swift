/// How words are said: the user's own pronunciations, the language's dictionary, the names of its letters, and its
/// letter-to-sound rules, in this order.
///
/// A value: `adding(_:)` gives a lexicon that knows more and leaves this one as it is.
public struct Lexicon: Sendable {
  /// What language its words are of.
  public let language: Language
  let dictionary: PronunciationDictionary
  let connectedSpeech: Bool
  private var given: [String: [Pronunciation]] = [:]

  /// The lexicon of a language with the bundled dictionary, which lies beside the executable.
  ///
  /// - Parameter connectedSpeech: whether function words may also be said in their reduced forms ("and" as `AH N`), at a
  ///   cost; without, only what the dictionary lists.
  /// - Throws: `LexiconError.missing` or `.corrupt`.
  public init(_ language: Language = .english, connectedSpeech: Bool = true) throws(LexiconError) {
    try self.init(language, dictionary: Self.bundled(language.dictionary), connectedSpeech: connectedSpeech)
  }

  init(
    _ language: Language = .english, dictionary path: String, connectedSpeech: Bool = true
  ) throws(LexiconError) {
    self.language = language
    dictionary = try PronunciationDictionary(path: path)
    self.connectedSpeech = connectedSpeech
  }

  /// A lexicon in which these pronunciations replace whatever was known of their words.
  public func adding(_ pronunciations: [String: [Pronunciation]]) -> Lexicon {
    var result = self
    for (word, alternatives) in pronunciations where !alternatives.isEmpty {
      result.given[SpokenForm.fold(word)] = alternatives
    }
    return result
  }

  /// Every way to say a word.
  ///
  /// The word may be in any case, have an apostrophe, be joined by hyphens, or be an initialism with or without dots.
  /// An unknown word in capitals, or without a vowel, is spelled; of any other, the sound is guessed from the letters.
  ///
  /// - Throws: `LexiconError.unpronounceable` if there is nothing to say, `.tooLong` if it has more letters than
  ///   `TextLimits` allow, `.corrupt` if the dictionary is damaged.
  public func pronunciations(of word: String) throws(LexiconError) -> WordPronunciations {
    // Endings are taken off one by one, each a step deeper: the bound on letters bounds the depth as well.
    try TextLimits.standard.check(word: word)
    let key = SpokenForm.fold(word)
    if let known = try known(key) { return known }
    if let possessive = try possessive(key) { return possessive }
    let parts = key.split(whereSeparator: { !$0.isLetter && $0 != "'" }).map(String.init)
    if parts.count > 1, !Self.isDotted(key) { return try joined(parts) }
    let letters = key.filter(\.isLetter)
    if Self.isDotted(key) || Self.isSpelled(word, letters: letters) { return try spelled(letters) }
    if let plural = try plural(letters) { return plural }
    if let compound = try compound(letters) { return compound }
    guard let guess = language.guess(letters) else { return try spelled(letters) }
    return WordPronunciations(.guessed, [guess])
  }
}

extension Lexicon {
  /// What the user or the dictionary says of a word.
  private func known(_ key: String) throws(LexiconError) -> WordPronunciations? {
    if let given = given[key] { return WordPronunciations(.given, given) }
    let listed = try dictionary.pronunciations(of: key)
    guard !listed.isEmpty else { return nil }
    let full = WordPronunciations(.dictionary, listed)
    guard connectedSpeech else { return full }
    return WordPronunciations(source: .dictionary, variants: full.variants + language.reducedForms(key))
  }

  /// "rachel's", "boss's", "dogs'": the word, and then S, Z or IH Z, whichever its last phone asks for.
  private func possessive(_ key: String) throws(LexiconError) -> WordPronunciations? {
    if key.hasSuffix("s'") { return try pronunciations(of: String(key.dropLast())) }
    guard key.hasSuffix("'s"), key.count > 2 else { return nil }
    return try withEnding(String(key.dropLast(2)))
  }

  /// An unknown plural of a word that is known, or ends in a vowel: "lattes", "cortados".
  private func plural(_ letters: String) throws(LexiconError) -> WordPronunciations? {
    let stem = String(letters.dropLast())
    guard letters.hasSuffix("s"), stem.count > 2, let last = stem.last else { return nil }
    if !"aeio".contains(last) {
      guard try known(stem) != nil else { return nil }
    }
    return try withEnding(stem)
  }

  private func withEnding(_ stem: String) throws(LexiconError) -> WordPronunciations {
    let stem = try pronunciations(of: stem)
    let variants = stem.variants.map { variant in
      WordPronunciations.Variant(
        pronunciation: Pronunciation(variant.pronunciation.phones + language.ending(variant.pronunciation)),
        weight: variant.weight)
    }
    return WordPronunciations(source: stem.source, variants: variants)
  }

  private func joined(_ parts: [String]) throws(LexiconError) -> WordPronunciations {
    var result = try pronunciations(of: parts[0])
    for part in parts.dropFirst() { result = result.followed(by: try pronunciations(of: part)) }
    return result
  }

  /// An unknown word that is two known ones, as even as can be: "smartplug".
  private func compound(_ letters: String) throws(LexiconError) -> WordPronunciations? {
    let shortest = 4
    guard letters.count >= 2 * shortest else { return nil }
    let cuts = (shortest...(letters.count - shortest)).sorted {
      abs(2 * $0 - letters.count) < abs(2 * $1 - letters.count)
    }
    for cut in cuts {
      if let first = try known(String(letters.prefix(cut))), let second = try known(String(letters.dropFirst(cut))) {
        let whole = first.followed(by: second)
        return WordPronunciations(source: .guessed, variants: whole.variants)
      }
    }
    return nil
  }

  private func spelled(_ letters: String) throws(LexiconError) -> WordPronunciations {
    let names = letters.compactMap { language.letterNames($0).map { WordPronunciations(.spelled, $0) } }
    guard let first = names.first else { throw .unpronounceable(letters) }
    return names.dropFirst().reduce(first) { $0.followed(by: $1) }
  }

  /// Whether the word is letters with a dot after each but perhaps the last: "u.k", "p.t.a.".
  private static func isDotted(_ key: String) -> Bool {
    let parts = key.split(separator: ".")
    return parts.count > 1 && parts.allSatisfy { $0.count == 1 }
  }

  /// Whether an unknown word is more likely spelled than read.
  private static func isSpelled(_ word: String, letters: String) -> Bool {
    let inCapitals = letters.count <= 5 && word.contains(where: \.isUppercase) && !word.contains(where: \.isLowercase)
    return inCapitals || letters.count == 1 || !letters.contains { "aeiouy".contains($0) }
  }
}
