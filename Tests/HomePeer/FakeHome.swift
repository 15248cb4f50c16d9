import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A Home Assistant on the loopback, as far as its WebSocket tells names: what it answers, and how, can be said and
/// changed.
public final class FakeHome: Sendable {
  /// What it answers.
  public struct Answers: Sendable {
    /// The token that is valid.
    public var token = "a-good-token"
    /// Results by command, JSON.
    public var results: [String: String] = [:]
    /// Codes of errors by command; they go before results.
    public var errors: [String: String] = [:]
    /// Whether answers wait until four of them can be sent in the opposite order.
    public var isReversed = false
    /// How many bytes a frame has; nil for one frame a message. A ping stands before each frame.
    public var fragment: Int?
    /// The command at which the connection is closed.
    public var closesAt: String?
    /// The command at which the connection breaks, without a word.
    public var breaksAt: String?
    /// What is sent instead of the welcome.
    public var welcome: String?

    /// A home with a lamp, a sensor that is not exposed, an area and a floor.
    public static let small: Answers = {
      var answers = Answers()
      answers.results = [
        "config/area_registry/list": #"[{"area_id": "kitchen", "name": "Kitchen", "aliases": ["cook room"]}]"#,
        "config/floor_registry/list": #"[{"floor_id": "g", "name": "Ground Floor", "aliases": ["downstairs"]}]"#,
        "homeassistant/expose_entity/list":
          #"{"exposed_entities": {"light.a": {"conversation": true}, "light.b": {"cloud.alexa": true}}}"#,
        "config/entity_registry/get_entries":
          #"{"light.a": {"entity_id": "light.a", "aliases": ["big light"]}}"#,
        "get_states": """
        [{"entity_id": "light.a", "state": "on", "attributes": {"friendly_name": "Reading Lamp"}},
         {"entity_id": "sensor.b", "state": "5", "attributes": {"friendly_name": "Power"}}]
        """,
      ]
      return answers
    }()
  }

  private let state: HomeState
  private let channel: any Channel

  /// Where it listens.
  public let port: Int

  /// - Parameter identity: files of a certificate and its key, where it speaks TLS.
  public init(_ answers: Answers = .small, identity: (certificate: String, key: String)? = nil) async throws {
    let state = HomeState(answers)
    let context = try identity.map { identity in
      try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: NIOSSLCertificate.fromPEMFile(identity.certificate).map { .certificate($0) },
          privateKey: .privateKey(NIOSSLPrivateKey(file: identity.key, format: .pem))))
    }
    self.state = state
    channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
          try Self.prepare(channel, state)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  deinit {
    channel.close(promise: nil)
    hangUp()
  }

  /// The types of all messages that came, in their order.
  public var requests: [String] { state.facts.withLock(\.requests) }

  /// How many clients have come as far as the WebSocket.
  public var connections: Int { state.facts.withLock(\.connections) }

  /// The tokens that were shown.
  public var tokens: [String] { state.facts.withLock(\.tokens) }

  /// Changes what it answers from now on.
  public func change(_ edit: (inout Answers) -> Void) { state.facts.withLock { edit(&$0.answers) } }

  /// Sends a message to all clients.
  public func tell(_ message: String) {
    for channel in state.facts.withLock({ Array($0.open.values) }) {
      channel.writeAndFlush(
        WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: message)), promise: nil)
    }
  }

  /// Breaks all connections.
  public func hangUp() {
    for channel in state.facts.withLock({ Array($0.open.values) }) { channel.close(promise: nil) }
  }

  private static func prepare(_ channel: any Channel, _ state: HomeState) throws {
    let pipeline = channel.pipeline.syncOperations
    let notFound = NIOLoopBound(NotFound(), eventLoop: channel.eventLoop)
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, head in
        channel.eventLoop.makeSucceededFuture(head.uri == "/api/websocket" ? HTTPHeaders() : nil)
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(HomeTalk(state)) }
      })
    try pipeline.configureHTTPServerPipeline(
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { $0.pipeline.syncOperations.removeHandler(notFound.value, promise: nil) }
      ))
    try pipeline.addHandler(notFound.value)
  }
}
