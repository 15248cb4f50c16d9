/// How many words sound: every way to say each of them, in memory that does not grow with their number of strings.
public struct SpokenWords: Sendable {
  /// One way to say a word.
  public struct Form: Sendable {
    /// The word's number.
    public let word: Int32
    /// Its phones, a range of `phones`.
    public let phones: Range<Int32>
    /// A log-probability, at most 0: the cost of a form that is heard less often than the full one.
    public let weight: Float
  }

  /// The forms in the order in which they were added.
  public private(set) var forms: [Form] = []
  /// The phones of all forms, as columns of the network's output.
  public private(set) var phones: [UInt8] = []

  /// No words.
  public init() {}

  /// Adds a way to say a word.
  public mutating func append(_ word: Int, _ variant: WordPronunciations.Variant) {
    append(word, variant.pronunciation.phones.lazy.map(\.rawValue), weight: variant.weight)
  }

  mutating func append(_ word: Int, _ columns: some Sequence<UInt8>, weight: Float) {
    let start = Int32(phones.count)
    phones += columns
    forms.append(Form(word: Int32(word), phones: start..<Int32(phones.count), weight: weight))
  }
}

extension Lexicon {
  /// Every way to say each of the usual words that the dictionary lists; what users give is left out.
  ///
  /// The dictionary is read once from its beginning to its end, since both are in byte order.
  ///
  /// - Throws: `LexiconError.corrupt` where the line of one of the words is damaged.
  public func spokenWords(of bigrams: WordBigrams) throws(LexiconError) -> SpokenWords {
    var words = SpokenWords()
    var word = 0
    try dictionary.forEachWord { key, alternatives throws(LexiconError) in
      while word < bigrams.count, bigrams.bytes(of: word).lexicographicallyPrecedes(key) { word += 1 }
      guard word < bigrams.count, bigrams.bytes(of: word).elementsEqual(key) else { return }
      try dictionary.forEachPronunciation(in: alternatives) { phones in
        words.append(word, phones, weight: 0)
      }
      for form in connectedSpeech ? language.reducedForms(bigrams.text(of: word)) : [] { words.append(word, form) }
    }
    return words
  }
}

extension PronunciationDictionary {
  /// Visits the lines after the first in their order: the word, and its pronunciations with commas between them.
  func forEachWord(
    _ visit: (_ word: ArraySlice<UInt8>, _ alternatives: ArraySlice<UInt8>) throws(LexiconError) -> Void
  ) throws(LexiconError) {
    var start = (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) + 1
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      if let blank = line.firstIndex(of: UInt8(ascii: " ")) { try visit(line[..<blank], line[(blank + 1)...]) }
      start = end + 1
    }
  }

  /// Visits the phones, as columns, of each pronunciation of a line.
  func forEachPronunciation(
    in alternatives: ArraySlice<UInt8>, _ visit: ([UInt8]) -> Void
  ) throws(LexiconError) {
    var (phones, start): ([UInt8], Int) = ([], alternatives.startIndex)
    for place in alternatives.startIndex...alternatives.endIndex {
      let byte = place < alternatives.endIndex ? alternatives[place] : UInt8(ascii: ",")
      guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ") else { continue }
      let column = Self.columns[Self.code(alternatives[start..<place])]
      guard column > 0, place - start <= 2 else { throw .corrupt(path: path, byte: start, problem: "no phone") }
      phones.append(column)
      start = place + 1
      if byte == UInt8(ascii: ",") {
        visit(phones)
        phones.removeAll(keepingCapacity: true)
      }
    }
  }

  /// The columns of the phones by `code` of their names; 0 where there is none.
  private static let columns = Phone.all.reduce(into: [UInt8](repeating: 0, count: 1024)) { columns, phone in
    columns[code(phone.description.utf8)] = phone.rawValue
  }

  /// Five bits of each letter; what is longer than two letters has that of its last two.
  private static func code(_ name: some Sequence<UInt8>) -> Int {
    name.reduce(0) { ($0 << 5 | Int($1 & 31)) & 1023 }
  }
}
