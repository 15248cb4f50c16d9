import Commands

extension Interpretation {
  /// What a text says. Nothing in it has a time.
  ///
  /// Returns nil where the reading is not finished.
  init?(_ reading: CommandReading) {
    guard let intent = reading.intent else { return nil }
    self.intent = intent
    words = reading.words.map { Word(text: $0, time: 0..<0) }
    let spoken = reading.slots.compactMap { slot in
      slot.value.map { Slot(name: slot.name, value: $0, time: nil, words: Array(reading.words[slot.words])) }
    }
    guard spoken.count == reading.slots.count else { return nil }
    slots = spoken + Self.fixedSlots(of: reading)
    reply = reading.reply
    score = 0
  }
}
