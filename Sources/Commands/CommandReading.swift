import Lexicon

/// What a path through a `CommandGraph` says, read output by output.
///
///     var reading = CommandReading()
///     for output in outputs { reading.read(output) }   // those of the arcs, then the final state's
///     reading.intent                                   // "setTimer"
public struct CommandReading: Hashable, Sendable {
  /// A slot that was filled.
  public struct Slot: Hashable, Sendable {
    /// The slot's name.
    public let name: String
    /// What it was filled with; nil for a wildcard, whose words the graph does not know.
    public var value: SlotValue?
    /// The outputs in which the slot stands, by their position among all that were read: the first one begins with the
    /// slot's first sound, and the last one ends with its last.
    public let outputs: Range<Int>
    /// Its words, by their position in `words`; empty for a wildcard.
    public let words: Range<Int>
  }

  /// The words so far, as the command file spells them.
  public private(set) var words: [String] = []
  /// The slots that are closed so far, in the order in which they closed.
  public private(set) var slots: [Slot] = []
  /// The intent; nil until the final output has been read.
  public private(set) var intent: String?
  /// What the answer has beside the meaning.
  public private(set) var reply = CommandGraph.Reply()

  private var openSlots: [OpenSlot] = []
  private var fixed: [String: SlotValue] = [:]
  private var outputCount = 0

  private struct OpenSlot: Hashable {
    let name: String
    let output: Int
    let word: Int
  }

  /// Nothing read yet.
  public init() {}

  /// Everything that a path says: the outputs of its arcs in order, then that of the final state.
  public init(_ outputs: some Sequence<CommandGraph.Output>) {
    for output in outputs { read(output) }
  }

  /// The slots by name: the fixed ones of the intent, and the ones that were spoken, of which the last wins. A wildcard
  /// is missing until somebody gives it a value.
  public var values: [String: SlotValue] {
    slots.reduce(into: fixed) { values, slot in
      if let value = slot.value { values[slot.name] = value }
    }
  }

  /// Reads what comes next.
  public mutating func read(_ output: CommandGraph.Output) {
    for tag in output.tags { read(tag, outputsSoFar: outputCount) }
    if let word = output.word { words.append(word) }
    outputCount += 1
    for tag in output.closing { read(tag, outputsSoFar: outputCount) }
  }

  private mutating func read(_ tag: CommandGraph.Tag, outputsSoFar: Int) {
    switch tag {
    case .open(let slot): openSlots.append(OpenSlot(name: slot, output: outputsSoFar, word: words.count))
    case .close(let slot, let value): close(slot, outputsSoFar: outputsSoFar) { value ?? Self.text($0) }
    case .closeNumber(let slot, let multiplier):
      close(slot, outputsSoFar: outputsSoFar) { SlotValue(spoken: $0, multiplier: multiplier) }
    case .intent(let name, let fixed):
      intent = name
      self.fixed = fixed
    case .reply(let reply): self.reply = reply
    }
  }

  private mutating func close(_ slot: String, outputsSoFar: Int, value: (ArraySlice<String>) -> SlotValue?) {
    guard let index = openSlots.lastIndex(where: { $0.name == slot }) else { return }
    let start = openSlots.remove(at: index)
    let words = start.word..<self.words.count
    slots.append(
      Slot(name: slot, value: value(self.words[words]), outputs: start.output..<outputsSoFar, words: words))
  }

  private static func text(_ words: ArraySlice<String>) -> SlotValue? {
    words.isEmpty ? nil : .text(words.joined(separator: " "))
  }
}

extension SlotValue {
  /// The number that words say, times a multiplier: an integer where both are whole.
  init?(spoken words: some Sequence<String>, multiplier: Double?) {
    let words = Array(words)
    if multiplier == nil, let number = SpokenNumber.value(of: words) {
      self = .integer(number)
      return
    }
    guard let number = SpokenNumber.decimal(of: words) else { return nil }
    let product = number * (multiplier ?? 1)
    let isWhole = number.rounded() == number && multiplier?.rounded() == multiplier
    self = isWhole ? Int(exactly: product).map(SlotValue.integer) ?? .number(product) : .number(product)
  }
}
