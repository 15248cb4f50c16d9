/// The names of the letters, for words that are spelled: `TV`, `hdmi`.
enum LetterNames {
  /// How a letter a...z is called; nil for anything else. Z has its American and its British name.
  static func pronunciations(of letter: Character) -> [Pronunciation]? { table[letter] }

  private static let table: [Character: [Pronunciation]] = names.mapValues { names in
    names.split(separator: ",").compactMap { try? Pronunciation(arpabet: $0) }
  }

  private static let names: [Character: String] = [
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW",
    "r": "AA R",
    "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S", "y": "W AY",
    "z": "Z IY,Z EH D",
  ]
}
