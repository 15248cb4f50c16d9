public import Commands
public import Recognition

/// What came of one sound file: one line of a batch's output.
public struct FileRecord: Hashable, Sendable {
  /// A slot's name and value.
  public struct Slot: Hashable, Sendable {
    /// The slot's name in the command file.
    public var name: String
    /// What it was filled with.
    public var value: SlotValue
    /// How far that is to be believed, 0...1; nil where nothing was heard of it.
    public var confidence: Double?
    /// The phones that were heard where the value is words that were guessed from the sound, as `/K AA F IY/`; nil elsewhere.
    public var guessed: String?

    init(name: String, value: SlotValue, confidence: Double? = nil, guessed: String? = nil) {
      (self.name, self.value, self.confidence, self.guessed) = (name, value, confidence, guessed)
    }

    init(_ slot: Interpretation.Slot) {
      self.init(
        name: slot.name, value: slot.value, confidence: slot.confidence,
        guessed: slot.isGuessed ? slot.phones ?? "" : nil)
    }

    /// Name and value for a person.
    public var text: String { "\(name)=\(value)" + (guessed == nil ? "" : " (guessed)") }
  }

  /// The path as it was given or found.
  public var file: String
  /// What is meant; nil where nothing was understood.
  public var intent: String?
  /// The slots in the order in which they were spoken.
  public var slots: [Slot] = []
  /// The sentence as the command file spells it; nil where nothing was understood.
  public var words: String?
  /// 0...1; nil where the file could not be read. What was heard but not believed has its confidence, too.
  public var confidence: Double?
  /// What the confidence was made from; nil where there was nothing to judge.
  public var features: Confidence.Features?
  /// What sound and transcript proposed; nil where the sound alone decided.
  public var fusion: FusionEvidence?
  /// When speech begins, in seconds; nil for silence.
  public var start: Double?
  /// When speech ends, in seconds; nil for silence.
  public var end: Double?
  /// The length of the sound in seconds; nil where the file could not be read.
  public var seconds: Double?
  /// Why there is no result; nil where there is one.
  public var error: String?
  /// What a person should know of the sound: where it was heard as well as it could be.
  public var warnings: [String] = []
  /// The further commands of a recording in which there are several.
  public var further: [FileRecord] = []
  /// The best command, believed or not; nil where nothing was said or no sentence fits.
  public var candidate: Meaning?
  /// The time that recognising took, without reading the file, in seconds; nil where the file could not be read.
  public var computing: Double?
  /// The ratio of speech to the noise that was added, in decibels; nil for none.
  public var snr: Double?

  /// What a command means, in words and without them.
  public struct Meaning: Hashable, Sendable {
    /// The name of what is meant.
    public var intent: String
    /// The slots in the order in which they were spoken.
    public var slots: [Slot]
    /// The sentence as the command file spells it.
    public var words: String
    /// The word that was heard worst; nil where none was heard.
    public var doubted: String?
  }

  /// The record of a file that could not be read or recognised. The record names the file, so the message need not.
  ///
  /// - Parameter path: how the message names the file, if not as the record does.
  public init(file: String, path: String? = nil, error: any Error) {
    let (message, prefix) = (String(describing: error), (path ?? file) + ": ")
    self.file = file
    self.error = message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
  }

  /// The record of a file of which nothing is known.
  package init(file: String) { self.file = file }

  /// The record of a file that was recognised or rejected.
  public init(file: String, result: RecognitionResult) {
    self.file = file
    candidate = result.candidate.map { candidate in
      Meaning(
        intent: candidate.intent, slots: candidate.slots.map { Slot($0) }, words: candidate.text,
        doubted: candidate.weakestWord?.text)
    }
    if result.interpretation != nil, let candidate {
      (intent, slots, words) = (candidate.intent, candidate.slots, candidate.words)
    }
    computing = result.timings.total / .seconds(1)
    confidence = result.confidence.value
    features = result.confidence.features
    fusion = result.fusion
    start = result.speech?.lowerBound
    end = result.speech?.upperBound
    seconds = result.seconds
  }

  /// Counts the times from a moment before the beginning of the sound.
  mutating func shift(by seconds: Double) {
    start = start.map { $0 + seconds }
    end = end.map { $0 + seconds }
  }
}
