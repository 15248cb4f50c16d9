import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization
import Transport

/// Asks a Home Assistant over its WebSocket API what a home has.
public struct HomeAssistant: Sendable {
  /// Where it is.
  public let address: HomeAssistantAddress
  private let authority: String?
  private let patience: Duration

  /// - Parameters:
  ///   - address: where it is.
  ///   - authority: a file of certificates (PEM) to trust instead of the system's, where the connection is encrypted.
  ///   - patience: how long connecting may take.
  public init(_ address: HomeAssistantAddress, authority: String? = nil, patience: Duration = .seconds(10)) {
    self.address = address
    self.authority = authority
    self.patience = patience
  }

  /// Reads the home once.
  ///
  /// - Throws: `HomeAssistantError`, and `CancellationError` when the task is cancelled.
  public func read(_ token: AccessToken) async throws -> Home {
    var found: Home?
    try await converse(token, isWatching: false) { home in
      found = home
      return false
    }
    guard let found else { throw HomeAssistantError.closed }
    return found
  }

  /// Reads the home, and again whenever it has changed, until the connection ends.
  ///
  /// - Throws: why it ended: `HomeAssistantError`, `CancellationError` when the task is cancelled, what `take` throws.
  public func watch(
    _ token: AccessToken, isolation: isolated (any Actor)? = #isolation, _ take: (Home) async throws -> Void
  ) async throws {
    try await converse(token, isWatching: true) { home in
      try await take(home)
      return true
    }
  }

  /// - Parameter take: whether to go on.
  private func converse(
    _ token: AccessToken, isWatching: Bool, isolation: isolated (any Actor)? = #isolation,
    _ take: (Home) async throws -> Bool
  ) async throws {
    do {
      let connection = try await connect()
      try await connection.executeThenClose { inbound, outbound in
        var conversation = Conversation(with: address, token: token, isWatching: isWatching, at: .now)
        for try await received in inbound {
          let actions =
            switch received {
            case .message(let message): conversation.receive(message, at: .now)
            case .tick: conversation.tick(at: .now)
            }
          for action in actions {
            switch action {
            case .send(let text): try await outbound.write(.message(text))
            case .fail(let error): throw error
            case .home(let home):
              if try await take(home) { continue }
              return try await outbound.write(.close)
            }
          }
        }
        throw HomeAssistantError.closed
      }
    } catch {
      try Task.checkCancellation()
      throw reason(of: error)
    }
  }

  private func connect() async throws -> HomeConnection {
    let upgrade = Upgrade(address: address, authority: authority, patience: TimeAmount(patience))
    do {
      let upgraded = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
        .connectTimeout(TimeAmount(patience))
        .connect(host: address.host, port: address.port, channelInitializer: upgrade.prepare)
      return try await upgraded.get()
    } catch ChannelError.inappropriateOperationForState {
      // The channel ended before there was an answer.
      let isLate = upgrade.lateness.isLate.load(ordering: .relaxed)
      throw isLate ? HomeAssistantError.silent(seconds: Int(patience / .seconds(1))) : .closed
    }
  }

  /// Why there is no connection, or none any more; what is not the connection's error stays as it is.
  private func reason(of error: any Error) -> any Error {
    // What kept a channel from connecting is wrapped.
    let error = (error as? NIOConnectionError)?.connectionErrors.first?.error as? TrustedServer.Problem ?? error
    return switch error {
    case let error as TrustedServer.Problem: HomeAssistantError.untrusted(address: address, reason: error.reason)
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
      HomeAssistantError.untrusted(address: address, reason: error.tlsReason)
    case is HTTPParserError, is NIOHTTPClientUpgradeError:
      HomeAssistantError.notHomeAssistant(address: address, status: nil)
    case NIOWebSocketError.invalidFrameLength: HomeAssistantError.tooLarge(limit: MessageHandler.limit)
    case is NIOWebSocketError: HomeAssistantError.malformed(problem: "frames that are none")
    case is NIOConnectionError, is SocketAddressError, ChannelError.connectTimeout:
      HomeAssistantError.unreachable(address: address, reason: error.connectionReason)
    case is ChannelError, is IOError: HomeAssistantError.closed
    default: error
    }
  }
}
