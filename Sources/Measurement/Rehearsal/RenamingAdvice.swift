import Commands
import Lexicon

/// Says which words two confused sentences should not both have.
struct RenamingAdvice {
  /// The words in which two sentences differ: what remains without their common beginning and end.
  struct Exchange: Hashable {
    let said: [String]
    let heard: [String]

    init(_ said: [String], _ heard: [String]) {
      let start = zip(said, heard).prefix { SpokenForm.fold($0) == SpokenForm.fold($1) }.count
      let (a, b) = (said.dropFirst(start), heard.dropFirst(start))
      let end = zip(a.reversed(), b.reversed()).prefix { SpokenForm.fold($0) == SpokenForm.fold($1) }.count
      self.said = Array(a.dropLast(end))
      self.heard = Array(b.dropLast(end))
    }
  }

  /// Phrases that differ by no more than this share of their phones sound alike.
  private static let near = 0.35
  /// Shorter words, such as "the", are not what a command could be renamed by, unless they are numbers.
  private static let fewestPhones = 3
  /// Longer stretches are compared word by word only.
  private static let longestPhrase = 2

  private let lexicon: Lexicon

  init(_ lexicon: Lexicon) { self.lexicon = lexicon }

  /// What to do about sentences that differ so.
  ///
  /// - Parameter isFrequent: whether a word takes part in more confusions than another.
  func text(_ exchange: Exchange, isFrequent: (_ word: String, _ other: String) -> Bool) -> String {
    let (said, heard) = (exchange.said.joined(separator: " "), exchange.heard.joined(separator: " "))
    switch (said.isEmpty, heard.isEmpty) {
    case (true, true): return "the same words have both meanings: see 'attune check'"
    case (false, true):
      return "the sentence is also complete without '\(said)': use a longer phrase for it, or drop the shorter sentence"
    case (true, false):
      return "'\(heard)' was heard where nothing was said: use a longer phrase for it, or make it compulsory"
    case (false, false): break
    }
    guard let pair = nearest(exchange) else {
      return "'\(said)' and '\(heard)' do not sound alike: louder speech or less noise helps, renaming may not"
    }
    let (a, b) = (pair.said.joined(separator: " "), pair.heard.joined(separator: " "))
    let sounds = "'\(a)' /\(pair.phones.said)/ sounds like '\(b)' /\(pair.phones.heard)/"
    if SpokenNumber.value(of: pair.said) != nil, SpokenNumber.value(of: pair.heard) != nil {
      return sounds + ": allow fewer numbers, such as every fifth, or let them be confirmed"
    }
    return sounds + ": rename '\(isFrequent(a, b) ? a : b)', or give it a longer name"
  }

  private struct Pair {
    let said: [String]
    let heard: [String]
    let phones: (said: Pronunciation, heard: Pronunciation)
    /// The difference, relative to the longer one.
    let distance: Double
  }

  /// The phrases, one of each side, whose pronunciations are nearest; nil where none are near.
  private func nearest(_ exchange: Exchange) -> Pair? {
    var pairs = exchange.said.flatMap { word in exchange.heard.map { ([word], [$0]) } }
    if max(exchange.said.count, exchange.heard.count) <= Self.longestPhrase {
      pairs.insert((exchange.said, exchange.heard), at: 0)
    }
    let compared = pairs.filter { $0.map(SpokenForm.fold) != $1.map(SpokenForm.fold) }.compactMap(compare)
      .filter { pair in
        let areNumbers = SpokenNumber.value(of: pair.said) != nil && SpokenNumber.value(of: pair.heard) != nil
        return areNumbers || min(pair.phones.said.phones.count, pair.phones.heard.phones.count) >= Self.fewestPhones
      }
    return compared.min { $0.distance < $1.distance }.flatMap { $0.distance <= Self.near ? $0 : nil }
  }

  private func compare(_ said: [String], _ heard: [String]) -> Pair? {
    let pairs = pronunciations(of: said).flatMap { a in
      pronunciations(of: heard).map { b in
        let length = Double(max(a.phones.count, b.phones.count))
        return Pair(
          said: said, heard: heard, phones: (a, b), distance: PhoneSimilarity.distance(a.phones, b.phones) / length)
      }
    }
    return pairs.min { $0.distance < $1.distance }
  }

  /// How a phrase may be said; for more than one word, only in the first way of each. None where a word cannot be said.
  private func pronunciations(of phrase: [String]) -> [Pronunciation] {
    let words = phrase.compactMap { try? lexicon.pronunciations(of: $0).variants.map(\.pronunciation) }
    guard words.count == phrase.count else { return [] }
    return words.count == 1 ? words[0] : [Pronunciation(words.flatMap { $0[0].phones })]
  }
}
