/// What happened with a number of streams.
struct LoadRecord: Sendable {
  let playlist: Playlist
  /// What is measured of it.
  let span: Range<ContinuousClock.Instant>
  let logs: [StreamLog]
  /// The processors that the server kept busy; nil where its process is not known.
  let serverCores: Double?
  /// The processors that this program kept busy.
  let clientCores: Double?
  /// The server's memory in bytes.
  let memory: Int?

  /// Why the first dead stream died; nil where all live.
  var failure: String? { logs.lazy.compactMap(\.failure).first }

  /// The plays of a stream from their very beginning, in the order in which they were played.
  func plays(of log: StreamLog) -> [Play] {
    let portions = Int((span.upperBound - log.start) / Playlist.portion)
    return playlist.plays(in: log.place..<log.place + max(0, portions))
  }
}
