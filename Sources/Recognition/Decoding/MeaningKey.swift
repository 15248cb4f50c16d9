/// A number for the meaning of a part of a sentence: ways to say the same thing have the same one, and different things
/// have different ones but for a chance of about 2^-64.
///
/// Slots are added up, so that their order does not matter. Two keys that differ still differ after the same outputs,
/// which is what makes a search that keeps the best n keys of every place exact for the best n meanings.
struct MeaningKey: Hashable, Sendable {
  /// The sum over the slots that are closed, and the intent.
  private var closed: UInt64 = 0
  /// The words so far in a slot whose value is made of its words.
  private var open: UInt64 = 0

  /// Takes in a word of such a slot.
  mutating func hear(word: UInt64) { open = open &* 0x9E37_79B9_7F4A_7C15 &+ word &+ 1 }

  /// Takes in a slot with its value, or an intent.
  mutating func close(_ value: UInt64) {
    closed &+= value
    open = 0
  }

  /// Takes in a slot whose value is made of the words in it.
  mutating func closeHeard(_ slot: UInt64) {
    // The finaliser of SplitMix64: one to one, and without structure that a sum would keep.
    var word = open &+ slot
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    close(word ^ (word >> 31))
  }
}
