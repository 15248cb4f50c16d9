import AttuneClient
import Wire

/// Sends events over a connection of their own, and tells what comes back until the server has answered all of them.
struct Exchange: Sendable {
  private let client: AttuneClient
  private let isPaced: Bool
  private let timeout: Duration

  /// - Parameters:
  ///   - isPaced: whether sound takes as long as it lasts.
  ///   - timeout: how long the exchange may take beyond that.
  init(_ client: AttuneClient, isPaced: Bool, timeout: Duration) {
    self.client = client
    self.isPaced = isPaced
    self.timeout = timeout
  }

  /// - Throws: `ClientError`.
  func run(_ events: [Event], tell: @escaping @Sendable (Message) -> Void) async throws {
    let sound = events.reduce(Duration.zero) { $0 + $1.soundDuration }
    let limit = timeout + (isPaced ? sound : .zero)
    try await withThrowingTaskGroup { group in
      defer { group.cancelAll() }
      group.addTask { try await exchange(events, tell) }
      group.addTask {
        try await Task.sleep(for: limit)
        throw ClientError.tooLate(limit: limit)
      }
      try await group.next()
    }
  }

  private func exchange(_ events: [Event], _ tell: @escaping @Sendable (Message) -> Void) async throws {
    try await client.withConnection { sender, messages in
      // A server that has heard enough may close; what it said is among the messages.
      let sending = Task { try? await send(events, to: sender) }
      defer { sending.cancel() }
      for try await message in messages { tell(message) }
    }
  }

  private func send(_ events: [Event], to sender: ClientSender) async throws {
    let start = ContinuousClock.now
    var sound = Duration.zero
    for event in events {
      sound += event.soundDuration
      // A portion can be sent when all of it has been spoken.
      if isPaced { try await Task.sleep(until: start + sound, clock: .continuous) }
      try await sender.send(event)
    }
    sender.finish()
  }
}

extension Event {
  /// How long the sound in it lasts.
  var soundDuration: Duration {
    guard type == AudioChunk.type, let chunk = try? AudioChunk(self), let frame = chunk.format.frameBytes, frame > 0,
      chunk.format.rate > 0
    else { return .zero }
    return .seconds(Double(chunk.samples.count / frame) / Double(chunk.format.rate))
  }
}
