import NIOCore
import NIOPosix
import Transport
public import Wire

/// A speech recogniser that is asked over the Wyoming protocol, one connection for each transcript.
public struct WyomingTranscriber: Sendable {
  /// How long a transcript may take, from connecting to the last word, where nobody says otherwise.
  public static let defaultTimeout = Duration.seconds(30)
  /// How long connecting may take: who is there at all is there soon.
  static let connectTimeout = Duration.seconds(5)

  /// Where the recogniser listens.
  public let address: TCPAddress
  private let timeout: Duration
  private let language: String?

  /// - Parameters:
  ///   - address: where the recogniser listens.
  ///   - timeout: how long a transcript may take, above 0.
  ///   - language: what is spoken; nil to leave it to the recogniser.
  public init(address: TCPAddress, timeout: Duration = Self.defaultTimeout, language: String? = "en") {
    precondition(timeout > .zero)
    self.address = address
    self.timeout = timeout
    self.language = language
  }

  /// What is said in samples: 16 kHz, one channel, -1...1. Empty where nothing was understood.
  ///
  /// - Throws: `TranscriberError`, after the time limit at the latest; `CancellationError` when the task is cancelled.
  public func transcript(of samples: [Float]) async throws -> String {
    try await withThrowingTaskGroup(of: String.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await exchange(samples) }
      group.addTask {
        try await Task.sleep(for: timeout)
        throw TranscriberError.tooLate(limit: timeout)
      }
      for try await text in group { return text }
      throw CancellationError()
    }
  }

  private func exchange(_ samples: [Float]) async throws -> String {
    try await connect().executeThenClose { inbound, outbound in
      try await withThrowingTaskGroup(of: String?.self) { group in
        defer { group.cancelAll() }
        group.addTask {
          // A recogniser that has heard enough may close its end. What it said is in `inbound`.
          try? await send(samples, to: outbound)
          return nil
        }
        group.addTask { try await reply(in: inbound) }
        for try await case let text? in group { return text }
        throw CancellationError()
      }
    }
  }

  private func send(_ samples: [Float], to outbound: NIOAsyncChannelOutboundWriter<Event>) async throws {
    try await outbound.write(Transcribe(language: language).event)
    try await outbound.write(AudioStart(format: .speech).event)
    for chunk in SpeechChunks(samples) { try await outbound.write(chunk.event) }
    try await outbound.write(AudioStop().event)
  }

  private func reply(in inbound: NIOAsyncChannelInboundStream<Result<Event, WireError>>) async throws -> String {
    var reply = TranscriptReply()
    do {
      for try await event in inbound {
        try Task.checkCancellation()
        switch event {
        case .success(let event): if let text = try reply.add(event) { return text }
        case .failure(.truncated): throw TranscriberError.closed
        case .failure(let error): throw TranscriberError.malformed(error)
        }
      }
    } catch is IOError {
      throw TranscriberError.closed
    }
    try Task.checkCancellation()
    throw TranscriberError.closed
  }

  private func connect() async throws -> Connection {
    do {
      return try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
        .connectTimeout(TimeAmount(min(timeout, Self.connectTimeout)))
        .connect(host: address.host, port: address.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(EventCodec(limits: EventLimits()))
            return try Connection(wrappingChannelSynchronously: channel)
          }
        }
    } catch {
      throw TranscriberError.unreachable(reason: error.connectionReason)
    }
  }
}
