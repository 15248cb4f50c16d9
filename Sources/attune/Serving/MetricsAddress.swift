import ArgumentParser
import Service

/// Where metrics are told: `host:port`, where port 0 lets the system choose.
struct MetricsAddress: ExpressibleByArgument {
  /// A name or an address; IPv6 without brackets.
  let host: String
  /// 0...65535.
  let port: Int

  /// Whether programs of this machine alone can ask.
  var isLocal: Bool { ListenAddress.tcp(host: host, port: port).isLocal }

  /// Reads `host:port` or `[IPv6]:port`; nil for anything else.
  init?(argument: String) {
    guard case .tcp(let host, let port)? = ListenAddress("tcp://" + argument) else { return nil }
    self.host = host
    self.port = port
  }
}
