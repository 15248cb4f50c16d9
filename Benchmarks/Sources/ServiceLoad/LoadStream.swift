import AttuneClient
import Wire

/// One client that speaks commands in real time.
struct LoadStream {
  private let client: AttuneClient
  private let commands: [SpokenCommand]
  private let seed: UInt64

  /// - Parameter seed: other seeds speak the commands in another order and at other times.
  init(_ client: AttuneClient, _ commands: [SpokenCommand], seed: UInt64) {
    self.client = client
    self.commands = commands
    self.seed = seed
  }

  /// Speaks until a time; the last command is finished.
  func run(until end: ContinuousClock.Instant) async throws -> Measurement {
    try await client.withConnection { sender, messages in
      let progress = Progress()
      let sending = Task {
        let count = try await speak(until: end, to: sender, progress)
        sender.finish()
        return count
      }
      defer { sending.cancel() }
      var measured = Measurement()
      var reader = AnswerReader()
      var command = 0
      for try await message in messages {
        guard try reader.add(message) != nil else { continue }
        if let sent = progress.time(of: command) { measured.add(.now - sent) }
        command += 1
      }
      measured.missed = try await sending.value - command
      return measured
    }
  }

  /// - Returns: how many commands were spoken.
  private func speak(until end: ContinuousClock.Instant, to sender: ClientSender, _ progress: Progress) async throws
    -> Int
  {
    var random = Xorshift(seed: seed)
    var count = 0
    // Streams do not begin together.
    try await Task.sleep(for: .milliseconds(random.next(below: 2000)))
    while .now < end {
      let command = commands[random.next(below: commands.count)]
      let start = ContinuousClock.now
      try await sender.send(AudioStart(format: .speech))
      for (index, portion) in command.portions.enumerated() {
        // A portion is there when all of it has been spoken.
        try await Task.sleep(until: start + SpokenCommand.portion * (index + 1), clock: .continuous)
        if index == command.deciding { progress.mark(count) }
        try await sender.send(portion)
      }
      try await sender.send(AudioStop())
      count += 1
      try await Task.sleep(for: .milliseconds(random.next(below: 1000)))
    }
    return count
  }
}
