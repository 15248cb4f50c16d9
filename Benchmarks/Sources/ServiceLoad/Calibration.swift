import AttuneClient
import Capture
import Wire

/// Finds with which portion of each file the server can tell that its command is over.
struct Calibration {
  /// How long the server has for each portion.
  private static let pace = Duration.milliseconds(120)

  private let client: AttuneClient

  init(_ client: AttuneClient) { self.client = client }

  /// The files that hold exactly one command that is understood.
  func commands(in paths: [String]) async throws -> [SpokenCommand] {
    var commands: [SpokenCommand] = []
    for path in paths {
      var command = SpokenCommand(try SoundFile.samples(of: path))
      let messages = try await exchange(command, lockstepFrom: command.portions.count)
      let ends = messages.compactMap { if case .voiceStopped(let stop) = $0.message { stop.timestamp } else { nil } }
      let intents = messages.count { if case .intent = $0.message { true } else { false } }
      guard intents == 1, ends.count == 1, let end = ends.first else { continue }
      // The wait begins at the end of speech: from a little before it each portion has the server to itself.
      let slow = try await exchange(command, lockstepFrom: max(0, end / 20 - 10))
      guard let stop = slow.last, stop.message.isDecision else { continue }
      command.deciding = stop.portion
      commands.append(command)
    }
    return commands
  }

  /// What the server says to a command, each with the last portion sent before.
  private func exchange(
    _ command: SpokenCommand, lockstepFrom first: Int
  ) async throws -> [(message: Message, portion: Int)] {
    try await client.withConnection { sender, messages in
      let sent = Progress()
      let sending = Task {
        try await sender.send(AudioStart(format: .speech))
        for (index, portion) in command.portions.enumerated() {
          sent.last = index
          try await sender.send(portion)
          if index >= first { try await Task.sleep(for: Self.pace) }
        }
        try await sender.send(AudioStop())
        sender.finish()
      }
      defer { sending.cancel() }
      var heard: [(message: Message, portion: Int)] = []
      for try await message in messages {
        heard.append((message, sent.last))
        // In lockstep the decision is all there is to find.
        if first < command.portions.count, message.isDecision { break }
      }
      return heard
    }
  }
}

extension Message {
  /// Whether it says that somebody has finished speaking, rather than that it was only noise.
  fileprivate var isDecision: Bool { if case .voiceStopped(let stop) = self { stop.timestamp != nil } else { false } }
}
