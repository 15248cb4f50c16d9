import AttuneClient

/// A number of streams at a time.
struct Load {
  /// How long answers are waited for when nothing more is sent.
  private static let grace = Duration.seconds(5)

  let client: AttuneClient
  let playlist: Playlist
  let server: RunningProcess?

  /// Plays with a number of streams. The first streams are the same ones whatever their number.
  ///
  /// - Parameter duration: how long it is measured, after as long as the longest recording takes, in which streams begin
  ///   in the middle of one.
  func run(streams: Int, for duration: Duration) async -> LoadRecord {
    let begin = ContinuousClock.now
    let span = begin + playlist.longest..<begin + playlist.longest + duration
    let logs = (0..<streams).map { log(ofStream: $0, begin) }
    async let server = Self.cores(of: server, during: span)
    async let client = Self.cores(of: .current, during: span)
    await withTaskGroup(of: Void.self) { group in
      for log in logs { group.addTask { await play(log, until: span.upperBound) } }
    }
    return LoadRecord(
      playlist: playlist, span: span, logs: logs, serverCores: await server, clientCores: await client,
      memory: self.server?.residentBytes())
  }

  private func log(ofStream index: Int, _ begin: ContinuousClock.Instant) -> StreamLog {
    var random = Xorshift(seed: UInt64(index))
    let place = random.next(below: Int(playlist.duration / Playlist.portion))
    let later = Playlist.portion * random.next(below: 1000) / 1000
    return StreamLog(start: begin + later, place: place)
  }

  /// Plays one stream to its end, or until what has not come by then is missing.
  private func play(_ log: StreamLog, until end: ContinuousClock.Instant) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await LoadStream(client: client, playlist: playlist, log: log).run(until: end)
        } catch {
          if !Task.isCancelled { log.failed("\(error)") }
        }
      }
      group.addTask { try? await Task.sleep(until: end + Self.grace, clock: .continuous) }
      await group.next()
      group.cancelAll()
    }
  }

  private static func cores(of process: RunningProcess?, during span: Range<ContinuousClock.Instant>) async -> Double? {
    try? await Task.sleep(until: span.lowerBound, clock: .continuous)
    let before = (process?.cpuSeconds(), ContinuousClock.now)
    try? await Task.sleep(until: span.upperBound, clock: .continuous)
    guard let start = before.0, let end = process?.cpuSeconds() else { return nil }
    return (end - start) / ((.now - before.1) / .seconds(1))
  }
}
