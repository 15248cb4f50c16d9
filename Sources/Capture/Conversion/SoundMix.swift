/// How channels become one.
struct SoundMix: Sendable {
  /// The channel to hear, from 0; nil for the mean of all.
  var channel: Int?
  /// What samples are multiplied by.
  var scale: Float = 1
}
