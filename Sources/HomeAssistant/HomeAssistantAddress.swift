/// Where a Home Assistant is found: `http://homeassistant.local:8123`.
public struct HomeAssistantAddress: Hashable, Sendable {
  /// A name or an address; IPv6 without brackets.
  public let host: String
  /// 1...65535.
  public let port: Int
  /// Whether the connection is encrypted.
  public let isSecure: Bool
  /// What stands before Home Assistant's own paths: empty, or `/` and no other one at its end.
  let path: String

  private static let schemes = ["http": false, "ws": false, "https": true, "wss": true]

  /// Reads `http://host:port/path` or the same with https, ws or wss; nil for anything else. Port and path may be
  /// left out.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), let isSecure = Self.schemes[text[..<colon].lowercased()],
      text[colon...].hasPrefix("://")
    else { return nil }
    let rest = text[text.index(colon, offsetBy: 3)...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let (host, port) = Self.authority(rest[..<slash]) else { return nil }
    // What would end a line of the request, or say more than a path, is no path.
    guard rest[slash...].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"?#\\\"<>^`{|}".utf8.contains($0) }) else {
      return nil
    }
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
    self.isSecure = isSecure
    path = rest[slash...].split(separator: "/").map { "/" + $0 }.joined()
  }

  private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    var host = text
    var port: Int?
    if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
      let digits = text[text.index(after: colon)...]
      guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(digits),
        (1...65_535).contains(number)
      else { return nil }
      (host, port) = (text[..<colon], number)
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    let isName = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/[]@?#%\\\"<>^`{|}".utf8.contains($0) }
    return host.isEmpty || !isName ? nil : (String(host), port)
  }

  /// Host and port as a request names them.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }
}

extension HomeAssistantAddress: CustomStringConvertible {
  /// `http://host:port/path`, without the port where it is the scheme's own.
  public var description: String { (isSecure ? "https://" : "http://") + authority + path }
}
