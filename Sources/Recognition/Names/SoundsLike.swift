import Commands
public import Lexicon

/// What sounds nearly like a name: usual words of the language, and what a command file says.
public struct SoundsLike: Sendable {
  /// Something that sounds nearly like it.
  public struct Neighbour: Hashable, Sendable {
    /// What is said.
    public let text: String
    /// How.
    public let phones: Pronunciation
    /// The part of the name that it sounds like.
    public let part: String
    /// The difference, by the phones of the longer one: 0 for the same, see `PhoneSimilarity`.
    public let difference: Double
  }

  /// What differs by more than this is not easily taken for a word.
  public static let nearWord = 0.25
  /// The same of a whole sentence, of which more is heard.
  public static let nearSentence = 0.35
  /// Parts of a name with fewer phones sound like too much.
  private static let fewestPhones = 3
  /// The most that are told.
  private static let most = 5

  private let name: WakeName
  /// The whole name, and each of its words that says enough.
  private let parts: [(text: String, ways: [[Phone]])]

  /// - Parameter name: what they are compared with.
  public init(_ name: WakeName) {
    self.name = name
    let whole = name.words.count > 1 ? [(text: name.text, ways: [name.phones])] : []
    parts =
      whole
      + zip(name.words, name.pronunciations).map { word, known in
        (text: word, ways: known.variants.map(\.pronunciation.phones))
      }.filter { part in part.ways.contains { $0.count >= Self.fewestPhones } }
  }

  /// Usual words of the language that sound nearly like the name, or a word of it; the nearest first.
  ///
  /// - Throws: `LexiconError` where a resource is damaged.
  public func usualWords() throws(LexiconError) -> [Neighbour] {
    guard let bigrams = try WordBigrams.bundled(name.lexicon.language) else { return [] }
    let words = try name.lexicon.spokenWords(of: bigrams)
    let own = Set(name.words.map { SpokenForm.fold($0) })
    var found: [Neighbour] = []
    for form in words.forms {
      let count = form.phones.count
      guard parts.contains(where: { $0.ways.contains { Self.mayBeNear($0.count, count, Self.nearWord) } }) else {
        continue
      }
      let phones = words.phones[Int(form.phones.lowerBound)..<Int(form.phones.upperBound)]
        .compactMap(Phone.init(rawValue:))
      guard let near = nearest(phones, bound: Self.nearWord) else { continue }
      let text = bigrams.text(of: Int(form.word))
      if !own.contains(text) { found.append(near(text)) }
    }
    return Self.best(found)
  }

  /// Words and whole sentences of commands that sound nearly like the name, or a word of it; the nearest first. What wakes
  /// there is left out.
  public func commands(in commands: CommandSet) -> [Neighbour] {
    var found: [Neighbour] = []
    let waking = Set(commands.wakePhrases.flatMap { SpokenForm($0.phrase).words.map { SpokenForm.fold($0) } })
    for word in Set(commands.graph.outputs.compactMap(\.word)) where !waking.contains(SpokenForm.fold(word)) {
      for variant in (try? commands.lexicon.pronunciations(of: word).variants) ?? [] {
        let phones = variant.pronunciation.phones
        if phones.count >= Self.fewestPhones, let near = nearest(phones, bound: Self.nearWord) {
          found.append(near(word))
        }
      }
    }
    found += sentences(of: commands)
    return Self.best(found)
  }

  private func sentences(of commands: CommandSet) -> [Neighbour] {
    let graph = commands.graph
    var search = TranscriptSearch(
      graph: graph, keys: graph.meaningKeys, channel: PhoneChannel(), limit: Self.most, beam: FusionSearch.textBeam,
      slack: FusionSearch.textSlack)
    let words = name.pronunciations.map {
      TranscriptPhones.Word(pronunciations: $0.variants.map(\.pronunciation), confidence: 1)
    }
    let wakes = Set(commands.wakePhrases.map(\.intent))
    return search.sentences(for: TranscriptPhones(words: words)).compactMap { found -> Neighbour? in
      let reading = found.sentence.reading(in: graph)
      guard let intent = reading.intent, !wakes.contains(intent), reading.words.count > 1 else { return nil }
      let phones = reading.words.flatMap { word in
        (try? commands.lexicon.pronunciations(of: word))?.variants[0].pronunciation.phones ?? []
      }
      guard !phones.isEmpty else { return nil }
      let difference = Self.difference(phones, name.phones)
      guard difference <= Self.nearSentence else { return nil }
      return Neighbour(
        text: reading.words.joined(separator: " "), phones: Pronunciation(phones), part: name.text,
        difference: difference)
    }
  }

  /// What something is as a neighbour of the part that it is nearest to; nil where it is not near any.
  private func nearest(_ phones: [Phone], bound: Double) -> ((String) -> Neighbour)? {
    guard !phones.isEmpty else { return nil }
    var best: (part: String, difference: Double)?
    for part in parts {
      for way in part.ways where Self.mayBeNear(way.count, phones.count, bound) {
        let difference = Self.difference(way, phones)
        if difference <= bound, difference < best?.difference ?? .infinity { best = (part.text, difference) }
      }
    }
    return best.map { best in
      { Neighbour(text: $0, phones: Pronunciation(phones), part: best.part, difference: best.difference) }
    }
  }

  /// Each text once, the nearest first.
  private static func best(_ found: [Neighbour]) -> [Neighbour] {
    var seen: Set<String> = []
    let sorted = found.sorted { ($0.difference, $0.text) < ($1.difference, $1.text) }
    return Array(sorted.filter { seen.insert($0.text).inserted }.prefix(most))
  }

  private static func difference(_ a: [Phone], _ b: [Phone]) -> Double {
    PhoneSimilarity.distance(a, b) / Double(max(a.count, b.count))
  }

  /// Whether the lengths alone allow so small a difference.
  private static func mayBeNear(_ a: Int, _ b: Int, _ bound: Double) -> Bool {
    PhoneSimilarity.gap * Double(abs(a - b)) <= bound * Double(max(a, b))
  }
}
