/// A recording as a stream plays it once.
struct Play: Hashable, Sendable {
  /// Counted from the playlist's beginning.
  let number: Int
  /// Which one of the playlist's recordings it is.
  let recording: Int
  /// The place at which it begins.
  let start: Int
}
