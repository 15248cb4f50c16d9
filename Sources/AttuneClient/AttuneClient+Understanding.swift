import Wire

extension AttuneClient {
  /// What is meant by sound, by words, or by both together.
  ///
  /// - Parameters:
  ///   - samples: 16 kHz, one channel, -1...1. Empty where there are words alone.
  ///   - transcript: the words, as a person typed or another recogniser heard them; nil for sound alone.
  ///   - isHeard: whether words without sound are a recogniser's, right or wrong, and not taken as they are written.
  /// - Returns: the intents of everything that is said; none where nothing was understood.
  /// - Throws: as `withConnection` does; `ClientError.closed` where the server gave no answer.
  public func understand(
    _ samples: [Float] = [], transcript: String? = nil, isHeard: Bool = false
  ) async throws -> Answer {
    let words = transcript.map { Transcript(text: $0, context: isHeard ? Transcript.heard : nil) }
    return try await withConnection { sender, messages in
      // Who is no longer read may close: the answer is in the messages.
      let sending = Task { try? await Self.send(samples, words, to: sender) }
      defer { sending.cancel() }
      var reader = AnswerReader()
      var answers: [Answer] = []
      for try await message in messages {
        guard let answer = try reader.add(message) else { continue }
        // Nobody says as much; a server that goes on for ever is not listened to for ever.
        guard answers.count < 10_000 else { throw ClientError.closed }
        answers.append(answer)
      }
      guard !answers.isEmpty else { throw ClientError.closed }
      return Answer(answers)
    }
  }

  /// The words come inside the sound, so that they are taken as a transcript of it.
  private static func send(_ samples: [Float], _ words: Transcript?, to sender: ClientSender) async throws {
    if samples.isEmpty, let words {
      try await sender.send(words)
    } else {
      try await sender.send(AudioStart(format: .speech))
      if let words { try await sender.send(words) }
      try await sender.send(samples: samples)
      try await sender.send(AudioStop())
    }
    // The server answers what it has, and closes.
    sender.finish()
  }
}
