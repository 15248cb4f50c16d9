import AttuneClient
import Wire

/// One client that plays in real time.
struct LoadStream: Sendable {
  /// A portion that is sent later than this after its time is the client's fault, or the server does not read.
  private static let lateness = Duration.milliseconds(50)

  let client: AttuneClient
  let playlist: Playlist
  let log: StreamLog

  /// Plays until a time, then waits until the server has answered everything and closes.
  func run(until end: ContinuousClock.Instant) async throws {
    try await Task.sleep(until: log.start, clock: .continuous)
    try await client.withConnection { sender, messages in
      let sending = Task {
        try await play(until: end, to: sender)
        sender.finish()
      }
      defer { sending.cancel() }
      try await read(messages)
      try await sending.value
    }
  }

  private func play(until end: ContinuousClock.Instant, to sender: ClientSender) async throws {
    try await sender.send(AudioStart(format: .speech))
    var place = log.place
    while true {
      // A portion is there when all of it has been spoken.
      let time = log.start + Playlist.portion * (place + 1 - log.place)
      guard time < end else { return try await sender.send(AudioStop()) }
      try await Task.sleep(until: time, clock: .continuous)
      log.sent(isLate: .now - time > Self.lateness)
      try await sender.send(playlist[place])
      place += 1
    }
  }

  private func read(_ messages: ServerMessages) async throws {
    var reader = AnswerReader()
    // Where speech ended that has not been answered, in milliseconds of the stream's sound.
    var ended: [Int] = []
    for try await message in messages {
      if case .voiceStopped(let stop) = message, let timestamp = stop.timestamp { ended.append(timestamp) }
      guard try reader.add(message) != nil, !ended.isEmpty else { continue }
      let portions = Duration.milliseconds(ended.removeFirst()) / Playlist.portion
      log.answered(playlist.play(at: log.place + Int(portions)))
    }
  }
}
