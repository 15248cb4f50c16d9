/// How function words shrink in running speech, where the dictionary has only their careful forms.
///
/// The forms and their spread follow descriptions of weak forms in conversational American English; the weights are
/// natural logarithms and rough: -0.7 for a form about half as usual as the full one, -1.5 for one heard in fast speech.
enum ReducedForms {
  /// The words that have reduced forms.
  static var words: some Sequence<String> { table.keys }

  /// The reduced forms of a word in lower case; empty for most words.
  static func variants(of word: String) -> [WordPronunciations.Variant] { table[word] ?? [] }

  private static let forms: [(word: String, phones: String, weight: Float)] = [
    ("an", "EH N", -1.5),
    ("and", "AH N", -0.7), ("and", "AE N", -0.7), ("and", "EH N", -1.5), ("and", "IH N", -1.5), ("and", "N", -2.5),
    ("are", "AH R", -1.5),
    ("as", "AH Z", -0.7),
    ("at", "AH T", -0.7),
    ("can", "K EH N", -1.5), ("can", "K IH N", -1.5), ("can", "K N", -2.5),
    ("could", "K AH D", -1.5),
    ("do", "D AH", -1.5),
    ("from", "F ER M", -1.5),
    ("give", "G IH", -2.5),
    ("going", "G OW AH N", -1.5),
    ("have", "HH AH V", -0.7), ("have", "AH V", -1.5),
    ("her", "ER", -1.5), ("his", "IH Z", -1.5),
    ("i'd", "AH D", -1.5),
    ("i'll", "AH L", -1.5), ("i'll", "AA L", -1.5),
    ("in", "AH N", -1.5),
    ("is", "AH Z", -1.5),
    ("it", "AH T", -1.5),
    ("just", "JH AH S", -1.5),
    ("my", "M AH", -2.5),
    ("of", "AH", -0.7),
    ("some", "S M", -2.5),
    ("them", "AH M", -1.5),
    ("to", "D AH", -1.5),
    ("want", "W AA N", -1.5),
    ("with", "W AH TH", -1.5),
    ("would", "W AH D", -1.5),
    ("you", "Y AH", -1.5),
    ("your", "Y ER", -0.7),
  ]

  private static let table: [String: [WordPronunciations.Variant]] = Dictionary(
    grouping: forms, by: \.word
  ).mapValues { forms in
    forms.compactMap { form in
      (try? Pronunciation(arpabet: form.phones)).map { .init(pronunciation: $0, weight: form.weight) }
    }
  }
}
