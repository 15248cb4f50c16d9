public import Lexicon

/// A transcript as one sequence of phones: what the aligner reads.
public struct SpokenText: Hashable, Sendable {
  /// A word in the sequence.
  public struct Word: Hashable, Sendable {
    /// The word as the transcript has it.
    public var text: String
    /// Where its phones are in `SpokenText.phones`; never empty.
    public var phones: Range<Int>
    /// How far its token is to be believed, 0...1.
    public var confidence: Float
    /// The seconds since its token became known, 0 or more.
    public var age: Float
  }

  /// The phones of all words, N.
  public private(set) var phones: [Phone] = []
  /// The words in the order in which they were said; their phones follow one another without gaps.
  public private(set) var words: [Word] = []

  /// No words.
  public init() {}

  /// True where there is nothing to say.
  public var isEmpty: Bool { words.isEmpty }

  /// The mean confidence of the words; 0 without words.
  public var confidence: Float { words.isEmpty ? 0 : words.reduce(0) { $0 + $1.confidence } / Float(words.count) }

  /// Adds a word.
  ///
  /// - Parameters:
  ///   - confidence: 0...1.
  ///   - age: seconds, 0 or more.
  public mutating func append(_ text: String, as pronunciation: Pronunciation, confidence: Float, age: Float) {
    let start = phones.count
    phones += pronunciation.phones
    words.append(Word(text: text, phones: start..<phones.count, confidence: confidence, age: age))
  }
}

extension SpokenText {
  /// The words of a transcript, each in its most usual pronunciation. What has no sound is left out.
  ///
  /// - Throws: `LexiconError.tooLong` beyond `TextLimits`, or `.corrupt`.
  public init(_ transcript: TokenTranscript, lexicon: Lexicon) throws(LexiconError) {
    self.init(try transcript.spokenWords(by: lexicon))
  }

  /// Words in their most usual pronunciations.
  public init(_ spoken: [TokenTranscript.SpokenWord]) {
    for spoken in spoken {
      guard let first = spoken.pronunciations.first else { continue }
      append(
        spoken.word.text, as: first, confidence: Float(spoken.word.confidence), age: Float(max(0, spoken.word.age)))
    }
  }
}
