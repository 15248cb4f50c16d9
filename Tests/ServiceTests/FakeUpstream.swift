import Wire
import WyomingPeer

@testable import Service

/// An upstream recogniser that closes the connection as soon as it has been sent something.
final class FakeUpstream {
  private let server: FakeServer

  init() throws { server = try FakeServer { _ = $0.receive() } }

  var clients: Int { server.clients }

  var address: TCPAddress? { TCPAddress("tcp://127.0.0.1:\(server.port)") }
}
