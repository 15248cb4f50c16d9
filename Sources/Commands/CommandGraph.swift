public import Lexicon

/// Everything a command file allows to be said, as one finite-state graph over phones.
///
/// A path from `start` to a final state spells a sentence phone by phone; the outputs met on the way are its words, its
/// slots and its intent. Sentences share their beginnings and their ends, so that a grammar that stands for billions of
/// sentences needs some thousands of arcs. The graph knows nothing of blanks, repetitions or time: that is the
/// decoder's business.
public struct CommandGraph: Sendable {
  /// A step from one state to another that consumes one phone.
  public struct Arc: Hashable, Sendable {
    /// Where the step begins, 0..<stateCount.
    public var source: Int32
    /// Where the step ends, 0..<stateCount.
    public var target: Int32
    /// What is heard.
    public var phone: Phone
    /// True where this is the first phone of a word.
    public var beginsWord: Bool
    /// A log-probability, at most 0, added once when the arc is entered: the cost of a less usual pronunciation.
    public var weight: Float
    /// The index in `outputs` of what is known once this arc has been passed, or -1. It stands on a word's last phone.
    public var output: Int32

    /// An arc; its weight is 0 and it says nothing unless told otherwise.
    public init(source: Int32, target: Int32, phone: Phone, beginsWord: Bool, weight: Float = 0, output: Int32 = -1) {
      self.source = source
      self.target = target
      self.phone = phone
      self.beginsWord = beginsWord
      self.weight = weight
      self.output = output
    }
  }

  /// A state in which a sentence may end, and the tags that are still to be read there.
  public struct Final: Hashable, Sendable {
    /// Where a sentence may end, 0..<stateCount.
    public var state: Int32
    /// The index in `outputs`; its word is nil and its last tag is the intent.
    public var output: Int32

    /// A final state and what it says.
    public init(state: Int32, output: Int32) {
      self.state = state
      self.output = output
    }
  }

  /// What a path says at one point: tags first, then the word, then the slots that the word completes.
  public struct Output: Hashable, Sendable {
    /// The slots that open and close before the word, in order.
    public var tags: [Tag]
    /// The word, as the command file spells it; nil for an output that carries tags alone.
    public var word: String?
    /// The slots that end with the word, in order. A slot closes as soon as it can, so that what may follow it is one
    /// part of the graph for all values.
    public var closing: [Tag]

    /// What a path says at one point.
    public init(tags: [Tag], word: String?, closing: [Tag] = []) {
      self.tags = tags
      self.word = word
      self.closing = closing
    }
  }

  /// The meaning of a place in a sentence.
  public enum Tag: Hashable, Sendable {
    /// The words that follow fill this slot.
    case open(slot: String)
    /// The slot ends here and has this value; nil for the words in it, and for a wildcard, which has none, whatever
    /// was heard.
    case close(slot: String, value: SlotValue?)
    /// The slot ends here and its value is the number that the words in it say, times the multiplier.
    ///
    /// One tag for a whole range keeps the graph of 0...100,000 as small as the words that numbers are made of.
    case closeNumber(slot: String, multiplier: Double?)
    /// The sentence means this intent, with the slots that its block of the command file fixes.
    case intent(String, fixed: [String: SlotValue])
    /// What the answer to the sentence has beside the meaning. It comes before the intent.
    case reply(Reply)
  }

  /// What an answer to a sentence has beside its meaning, as the block of the command file says.
  public struct Reply: Hashable, Sendable {
    /// The name of what is to be said; nil where the file names nothing.
    public var response: String?
    /// The keys of a client's context that are slots of the command, `requires_context: {area: {slot: true}}`; sorted.
    public var contextSlots: [String]

    /// What an answer has; nothing unless told otherwise.
    public init(response: String? = nil, contextSlots: [String] = []) {
      self.response = response
      self.contextSlots = contextSlots
    }

    var isEmpty: Bool { response == nil && contextSlots.isEmpty }
  }

  /// How many states there are.
  public let stateCount: Int
  /// The state in which every sentence begins.
  public let start: Int
  /// All arcs, sorted by source.
  public let arcs: [Arc]
  /// The arcs that leave state `s` are `arcs[firstArc[s]..<firstArc[s + 1]]`; `stateCount + 1` entries.
  public let firstArc: [Int32]
  /// The states in which a sentence may end. One state may have several meanings.
  public let finals: [Final]
  /// What arcs and finals refer to.
  public let outputs: [Output]
  /// The same sentences word by word; nil where the graph was not compiled from a grammar.
  public internal(set) var written: WrittenCommands?
  /// What searches have computed of it.
  public let notes: GraphNotes

  /// Checks and indexes the parts.
  ///
  /// - Precondition: every state is in `0..<stateCount` and every output in `outputs` or -1.
  public init(stateCount: Int, start: Int, arcs: [Arc], finals: [Final], outputs: [Output]) {
    precondition((0..<stateCount).contains(start))
    let sorted = arcs.sorted { $0.source < $1.source }
    var firstArc = [Int32](repeating: 0, count: stateCount + 1)
    for arc in sorted {
      precondition((0..<stateCount).contains(Int(arc.source)) && (0..<stateCount).contains(Int(arc.target)))
      precondition((-1..<outputs.count).contains(Int(arc.output)) && arc.weight <= 0)
      firstArc[Int(arc.source) + 1] += 1
    }
    for state in 0..<stateCount { firstArc[state + 1] += firstArc[state] }
    for final in finals {
      precondition((0..<stateCount).contains(Int(final.state)) && outputs.indices.contains(Int(final.output)))
    }
    self.stateCount = stateCount
    self.start = start
    self.arcs = sorted
    self.firstArc = firstArc
    self.finals = finals
    self.outputs = outputs
    notes = GraphNotes()
  }
}
