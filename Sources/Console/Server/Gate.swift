import NIOCore
import NIOHTTP1

/// Who may ask: a page of this console, and no page of anybody else's.
///
/// A name that somebody else lets point at this machine (DNS rebinding) is told by the Host header, a page of another origin by
/// its Origin. Where a token is asked for, the console may have any name: a stranger's page has no token.
struct Gate: Hashable, Sendable {
  /// Whether any name will do.
  let hasToken: Bool
  /// The name that it was told to listen on.
  let host: String

  /// Whether programs of this machine alone can reach a host.
  static func isLocal(_ host: String) -> Bool {
    host == "localhost"
      || ((try? SocketAddress(ipAddress: host, port: 0))?.ipAddress.map { $0 == "::1" || $0.hasPrefix("127.") } ?? false)
  }

  /// Why a request is refused; nil where it is not.
  func refusal(_ headers: HTTPHeaders) -> String? {
    let hosts = headers["Host"]
    guard hosts.count == 1, let name = Self.name(of: hosts[0]) else { return "a request has one Host header" }
    guard hasToken || name == host || Self.isLocal(name) else {
      return "this console is not called '\(name.prefix(80))'"
    }
    return nil
  }

  /// Why a conversation is refused; nil where it is not.
  func refusalOfSocket(_ headers: HTTPHeaders) -> String? {
    if let refusal = refusal(headers) { return refusal }
    let (origins, host) = (headers["Origin"], headers["Host"][0])
    // Behind something that encrypts, the page's own origin is https.
    guard origins.count == 1, ["http://\(host)", "https://\(host)"].contains(origins[0]) else {
      return "only the page of this console may converse with it"
    }
    return nil
  }

  /// The name in `name:port` or `[IPv6]:port`, IPv6 without brackets.
  private static func name(of host: String) -> String? {
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return nil }
      return String(host[host.index(after: host.startIndex)..<end])
    }
    let parts = host.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
    return parts[0].lowercased()
  }
}
