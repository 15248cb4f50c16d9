import Commands

/// An intent and its slots, however they were said. A wildcard is missing: what it stands for was only heard.
struct CommandMeaning: Hashable, Sendable {
  var intent: String?
  var values: [String: SlotValue]

  init(_ reading: CommandReading) {
    intent = reading.intent
    values = reading.values
  }
}
