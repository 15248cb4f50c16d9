import Aligner
import Commands
import Lexicon

/// Words that a heard text is not mended by: numbers and negations, words of one kind, and words that say something.
///
/// Each number and negation of the text has to stand in the command, or sound exactly like a word of it. A number of the
/// command has to stand in the text, or a word that is nearly alike and nothing else in the command. Any other word that
/// the command does not explain is a doubt.
struct StrictWords {
  /// How far the log-odds of a command fall for a word that says something and is nowhere in the command, in nats: a
  /// recogniser puts in words, too, though seldom.
  private static let unexplained = 6.0
  /// The same for a word in whose place the command has another one of its kind: another room, "up" for "off".
  private static let otherOfItsKind = 8.0
  /// The share of phones by which words may differ that are one word together.
  private static let alike: Float = 0.34

  private let lexicon: Lexicon
  /// What was heard.
  private let heard: [Word]
  /// How sure each of these words is, 0...1.
  private let confidences: [Double]

  /// - Parameters:
  ///   - text: what was heard.
  ///   - lexicon: how the words of the commands sound.
  init(_ text: [TokenTranscript.SpokenWord], _ lexicon: Lexicon) {
    self.lexicon = lexicon
    heard = text.map { Word(SpokenForm.fold($0.word.text), $0.pronunciations) }
    confidences = text.map(\.word.confidence)
  }

  /// How far the log-odds of a command fall by what the text says beside it or in place of it, in nats, 0 or more; nil where
  /// the command cannot be what the text says.
  ///
  /// - Parameter command: the words of the command.
  func doubt(of command: [String]) -> Double? {
    let said = command.map { Word(SpokenForm.fold($0), sounds(of: $0)) }
    return allow(said) ? doubt(of: said) : nil
  }

  private func allow(_ said: [Word]) -> Bool {
    var rest = said[...]
    for word in heard where isStrict(word.text) {
      guard let place = rest.firstIndex(where: { $0.isLike(word) }) else { return false }
      rest = rest[(place + 1)...]
    }
    let others = heard.filter { word in !isStrict(word.text) && !said.contains { $0.text == word.text } }
    return said.filter { SpokenNumber.isNumber($0.text) }.allSatisfy { number in
      heard.contains { $0.isLike(number) } || others.contains { $0.isNear(number) }
    }
  }

  /// A word counts as much as its confidence.
  private func doubt(of said: [Word]) -> Double {
    let places = WordAlignment(said: said, heard: heard, language: lexicon.language).places
    return heard.indices.reduce(0) { sum, index in
      // "Hall way" is "hallway": words that stand for one are explained together, where they sound like it.
      let group = heard.indices.filter { !places[$0].isEmpty && places[$0] == places[index] }
      if group.count > 1, let first = group.first, let last = group.last,
        Word.difference(said[places[index]], heard[first...last]) <= Self.alike
      {
        return sum
      }
      let doubt = doubt(heard[index], in: said[places[index]], of: said)
      return sum + confidences[index] * doubt
    }
  }

  /// - Parameter place: the words of the command in whose place the text has this one; none where it has it beside them.
  private func doubt(_ word: Word, in place: ArraySlice<Word>, of said: [Word]) -> Double {
    guard !isStrict(word.text), !said.contains(where: { $0.isLike(word) || $0.isForm(of: word) }) else { return 0 }
    let others = place.isEmpty ? said[...] : place
    let kinds = lexicon.language.kinds.filter { $0.contains(word.text) }
    if kinds.contains(where: { kind in others.contains { kind.contains($0.text) } }) { return Self.otherOfItsKind }
    return place.isEmpty && !lexicon.language.functionWords.contains(word.text) ? Self.unexplained : 0
  }

  private func isStrict(_ word: String) -> Bool {
    SpokenNumber.isNumber(word) || lexicon.language.negations.contains(word)
  }

  private func sounds(of word: String) -> [Pronunciation] {
    (try? lexicon.pronunciations(of: word).variants.map(\.pronunciation)) ?? []
  }
}

/// A word and the ways to say it.
private struct Word {
  let text: String
  /// The most usual first.
  let sounds: [Pronunciation]

  init(_ text: String, _ sounds: [Pronunciation]) { (self.text, self.sounds) = (text, sounds) }

  /// Whether one cannot be told from the other by ear.
  func isLike(_ other: Word) -> Bool { text == other.text || sounds.contains(where: other.sounds.contains) }

  /// Whether they differ by an ending only, such as that of a plural.
  func isForm(of other: Word) -> Bool { text + "s" == other.text || other.text + "s" == text }

  /// Whether a third of the phones at most differ.
  func isNear(_ other: Word) -> Bool {
    sounds.contains { mine in
      other.sounds.contains { EditDistance.edits(from: mine.phones, to: $0.phones) * 3 <= max(3, mine.phones.count) }
    }
  }
}

/// The words of a heard text beside those of a command, along the cheapest alignment by their sound.
private struct WordAlignment {
  /// For each word of the text the places in the command that it stands for; empty where it stands for nothing.
  let places: [Range<Int>]

  /// What it costs to put a word in the place of another, for each phone that differs of those of the longer one.
  private static let replaced: Float = 3.2
  /// A word for two, or two for one.
  private static let joined: Float = 0.1
  /// A word of the command that the text lacks.
  private static let missing: Float = 0.8
  /// A word of the text that the command lacks, and one that says nothing.
  private static let alone: (content: Float, function: Float) = (0.8, 0.3)

  /// A step that ends after so many words of both.
  private typealias Step = (said: Int, heard: Int)
  private static let steps: [Step] = [(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)]

  init(said: [Word], heard: [Word], language: Language) {
    let columns = heard.count + 1
    var costs = [Float](repeating: .infinity, count: (said.count + 1) * columns)
    var last = [Step](repeating: (0, 0), count: costs.count)
    costs[0] = 0
    for end in 0...said.count {
      for column in 0...heard.count {
        for step in Self.steps where step.said <= end && step.heard <= column {
          let (first, begin) = (end - step.said, column - step.heard)
          let cost =
            costs[first * columns + begin]
            + Self.cost(of: said[first..<end], heard[begin..<column], language.functionWords)
          if cost < costs[end * columns + column] {
            (costs[end * columns + column], last[end * columns + column]) = (cost, step)
          }
        }
      }
    }
    var places = [Range<Int>](repeating: 0..<0, count: heard.count)
    var (end, column) = (said.count, heard.count)
    while end + column > 0 {
      let step = last[end * columns + column]
      let first = end - step.said
      if step.said > 0 { for index in (column - step.heard)..<column { places[index] = first..<end } }
      (end, column) = (first, column - step.heard)
    }
    self.places = places
  }

  private static func cost(of said: ArraySlice<Word>, _ heard: ArraySlice<Word>, _ functionWords: Set<String>) -> Float
  {
    guard let word = heard.first else { return missing }
    guard !said.isEmpty else { return functionWords.contains(word.text) ? alone.function : alone.content }
    let joining = said.count + heard.count > 2 ? joined : 0
    return replaced * Word.difference(said, heard) + joining
  }
}

extension Word {
  /// The share of phones that differ, 0...1, by the ways to say both that are most alike; of several words by the first way.
  fileprivate static func difference(_ a: ArraySlice<Word>, _ b: ArraySlice<Word>) -> Float {
    if a.count == 1, b.count == 1, let a = a.first, let b = b.first {
      if a.isLike(b) { return 0 }
      return a.sounds.lazy.flatMap { mine in b.sounds.lazy.map { EditDistance.share(from: mine.phones, to: $0.phones) }
      }
      .min() ?? 1
    }
    return EditDistance.share(from: a.flatMap(\.usual), to: b.flatMap(\.usual))
  }

  private var usual: [Phone] { sounds.first?.phones ?? [] }
}
