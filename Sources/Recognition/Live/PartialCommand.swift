import Aligner
public import Commands

/// What seems to be said while somebody speaks; it may change until the end.
public struct PartialCommand: Hashable, Sendable {
  /// A slot's name and value.
  public struct Slot: Hashable, Sendable {
    /// The slot's name in the command file.
    public var name: String
    /// The slot's value; nil for a wildcard.
    public var value: SlotValue?
  }

  /// The name of what is meant; nil while it is open.
  public var intent: String?
  /// The slots that were spoken so far.
  public var slots: [Slot]
  /// The words so far, with spaces between them.
  public var text: String

  /// Reads a path of a single command.
  init(_ path: CommandPath, in graph: CommandGraph) {
    let final = path.final.map { [graph.outputs[Int(graph.finals[$0].output)]] } ?? []
    let reading = CommandReading(path.steps.map { graph.outputs[$0.output] } + final)
    intent = reading.intent
    slots = reading.slots.map { Slot(name: $0.name, value: $0.value) }
    text = reading.words.joined(separator: " ")
  }
}
