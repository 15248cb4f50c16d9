import NIOCore
import NIOSSL
import Transport
public import Wire

/// What the server sends, in its order, until the connection ends.
///
/// One task reads them. Reading may pause: another loop goes on where the last one stopped.
public struct ServerMessages: AsyncSequence {
  /// An event of the server.
  public typealias Element = Message

  typealias Inbound = NIOAsyncChannelInboundStream<Result<Event, WireError>>

  let inbound: Inbound.AsyncIterator

  /// Goes on where the last loop stopped.
  public func makeAsyncIterator() -> Iterator { Iterator(inbound: inbound) }

  /// The events from here on.
  public struct Iterator: AsyncIteratorProtocol {
    var inbound: Inbound.AsyncIterator

    /// The next event; nil when the connection has ended.
    ///
    /// - Throws: `ClientError.malformed`, `.unexpected` and `.untrusted`; `CancellationError` when the task is cancelled.
    public mutating func next() async throws -> Message? {
      let result: Result<Event, WireError>?
      do {
        result = try await inbound.next()
      } catch  where error is NIOSSLError || error is NIOSSLExtraError {
        throw ClientError.untrusted(reason: error.tlsReason)
      } catch {
        // A connection that breaks ends, too.
        result = nil
      }
      try Task.checkCancellation()
      switch result {
      case nil: return nil
      case .failure(.truncated)?: return nil
      case .failure(let error)?: throw ClientError.malformed(error)
      case .success(let event)?:
        do { return try Message(event) } catch { throw ClientError.unexpected(error) }
      }
    }
  }
}
