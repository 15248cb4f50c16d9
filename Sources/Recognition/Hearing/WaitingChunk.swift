/// A chunk of a recogniser's sound that is complete and has not been heard.
///
/// Recognisers that share ears can have theirs heard together, which costs less than one after another. Whoever does not
/// care need not ask: a chunk is heard by itself as soon as that matters, and what is heard is the same.
public struct WaitingChunk {
  fileprivate let ear: ChunkEar

  init?(_ ear: ChunkEar) {
    guard ear.isWaiting else { return nil }
    self.ear = ear
  }

  /// Hears chunks of different recognisers.
  public static func hear(_ chunks: [WaitingChunk]) {
    var rest = chunks.map(\.ear)
    while let first = rest.first {
      ChunkEar.hearWaiting(rest.filter { $0.shares(first) })
      rest.removeAll { $0.shares(first) }
    }
  }
}
