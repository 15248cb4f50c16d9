import Aligner
import Commands
import Lexicon

/// Words that a heard text is not mended by: numbers and negations.
///
/// Each one of the text has to stand in the command, or sound exactly like a word of it. A number of the command has to
/// stand in the text, or a word that is nearly alike and nothing else in the command.
struct StrictWords {
  private let lexicon: Lexicon

  /// - Parameter lexicon: how the words of the commands sound.
  init(_ lexicon: Lexicon) { self.lexicon = lexicon }

  /// Whether a command may be what the text says.
  ///
  /// - Parameters:
  ///   - text: what was heard.
  ///   - command: the words of the command.
  func allow(_ text: [TokenTranscript.SpokenWord], for command: [String]) -> Bool {
    let said = command.map { Word(SpokenForm.fold($0), sounds(of: $0)) }
    let heard = text.map { Word(SpokenForm.fold($0.word.text), Set($0.pronunciations)) }
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

  private func isStrict(_ word: String) -> Bool {
    SpokenNumber.isNumber(word) || lexicon.language.negations.contains(word)
  }

  private func sounds(of word: String) -> Set<Pronunciation> {
    Set((try? lexicon.pronunciations(of: word).variants.map(\.pronunciation)) ?? [])
  }
}

/// A word and the ways to say it.
private struct Word {
  let text: String
  let sounds: Set<Pronunciation>

  init(_ text: String, _ sounds: Set<Pronunciation>) { (self.text, self.sounds) = (text, sounds) }

  /// Whether one cannot be told from the other by ear.
  func isLike(_ other: Word) -> Bool { text == other.text || !sounds.isDisjoint(with: other.sounds) }

  /// Whether a third of the phones at most differ.
  func isNear(_ other: Word) -> Bool {
    sounds.contains { mine in
      other.sounds.contains { EditDistance.edits(from: mine.phones, to: $0.phones) * 3 <= max(3, mine.phones.count) }
    }
  }
}
