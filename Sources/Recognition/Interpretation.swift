public import Commands

/// What a command means: its intent, its slots and its words, each with its place in time.
public struct Interpretation: Hashable, Sendable {
  /// A word that was spoken.
  public struct Word: Hashable, Sendable {
    /// The word as the command file spells it.
    public var text: String
    /// When its phones were heard, in seconds from the beginning of the segment.
    public var time: Range<Double>
    /// How much worse than the best of all phone sequences it explains the sound, in nats per phone and at most about 0; nil
    /// where there was no sound.
    public var ratio: Float?
  }

  /// Something that the command says about its intent.
  public struct Slot: Hashable, Sendable {
    /// The slot's name in the command file.
    public var name: String
    /// The slot's value. A wildcard's is the words of the transcript that lie there, or without one the most probable words
    /// for the sound, or where there are none `phones`.
    public var value: SlotValue
    /// When the words that fill it were heard, in seconds; nil for a slot that the command file fixes.
    public var time: Range<Double>?
    /// The words that fill it; none for a fixed slot, and for a wildcard of which only phones are known.
    public var words: [String]
    /// How far the value is to be believed, 0...1; nil where there was no sound.
    public var confidence: Double?
    /// The phones that were heard in a wildcard, in ARPAbet between slashes: `/K AA F IY/`; nil for other slots, and where
    /// there was no sound.
    public var phones: String?
    /// Whether the words of a wildcard are guessed from the sound: they may be others that sound alike.
    public var isGuessed = false
  }

  /// The name of what is meant.
  public var intent: String
  /// The slots, in the order in which they were spoken; those that the command file fixes come last, by name.
  public var slots: [Slot]
  /// The words of the sentence.
  public var words: [Word]
  /// What the answer has beside the meaning.
  public var reply = CommandGraph.Reply()
  /// The log-probability of the sentence relative to the free phone loop, in nats; 0 is the best.
  public var score: Float

  /// The words with spaces between them.
  public var text: String { words.map(\.text).joined(separator: " ") }

  /// From the beginning of the first word or slot to the end of the last one, in seconds; nil where nothing has a time.
  public var time: Range<Double>? {
    let times = words.map(\.time) + slots.compactMap(\.time)
    guard let start = times.map(\.lowerBound).min(), let end = times.map(\.upperBound).max() else { return nil }
    return start..<end
  }

  mutating func mapTimes(_ place: (Range<Double>) -> Range<Double>) {
    for index in words.indices { words[index].time = place(words[index].time) }
    for index in slots.indices { slots[index].time = slots[index].time.map(place) }
  }
}
