/// When each recording is answered by a server that has nothing else to do.
///
/// It is the end of the recording's speech, how long the server waits for more after what was said, and the computing for one
/// stream. What load adds is measured against it.
struct Calibration {
  /// Undisturbed answers differ by less than this; others depend on what was said before, which is no load's fault.
  private static let spread = Playlist.portion

  /// From the beginning of each recording to its answer; nil where that is not one answer at one time.
  private let delays: [Duration?]

  /// - Parameter record: a long time with few streams.
  init(_ record: LoadRecord) {
    var found = [[Duration?]](repeating: [], count: record.playlist.count)
    for log in record.logs {
      for play in record.plays(of: log) where record.span.contains(log.begin(of: play) + record.playlist.longest) {
        found[play.recording].append(log.isAnsweredAgain(play) ? nil : log.delay(of: play))
      }
    }
    delays = found.map { found in
      let delays = found.compactMap(\.self)
      guard delays.count == found.count, let least = delays.min(), let most = delays.max() else { return nil }
      return most - least < Self.spread ? least : nil
    }
  }

  /// How many recordings can be measured.
  var count: Int { delays.count { $0 != nil } }

  /// When the answer to a play of a stream would come without load; nil where that is not known.
  func due(_ play: Play, _ log: StreamLog) -> ContinuousClock.Instant? {
    delays[play.recording].map { log.begin(of: play) + $0 }
  }
}
