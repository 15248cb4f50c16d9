import NIOCore
public import Wire

/// The direction of a connection to the server. Any task may send; events of several tasks arrive in some order, each whole.
public struct ClientSender: Sendable {
  let outbound: NIOAsyncChannelOutboundWriter<Event>

  /// Sends an event, and waits where the server reads slowly.
  ///
  /// - Throws: `ClientError.closed`, and `CancellationError` when the task is cancelled.
  public func send(_ event: some TypedEvent) async throws { try await send(event.event) }

  /// Sends an event of any type.
  ///
  /// - Throws: as for a typed one.
  public func send(_ event: Event) async throws {
    do {
      try await outbound.write(event)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw ClientError.closed
    }
    try Task.checkCancellation()
  }

  /// Sends a portion of sound.
  ///
  /// - Parameter samples: 16 kHz, one channel, -1...1; any number of them.
  /// - Throws: as for an event.
  public func send(samples: some Collection<Float>) async throws {
    for chunk in SpeechChunks(samples) { try await send(chunk) }
  }

  /// Says that nothing more comes. The server still answers what it has been sent.
  public func finish() { outbound.finish() }
}
