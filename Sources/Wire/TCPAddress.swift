/// Where a service listens: `tcp://host:port`, as Wyoming's tools write it.
public struct TCPAddress: Hashable, Sendable {
  /// A name or an address; IPv6 without brackets.
  public var host: String
  /// 1...65535.
  public var port: Int

  /// - Parameters:
  ///   - host: a name or an address; IPv6 without brackets.
  ///   - port: 1...65535.
  public init(host: String, port: Int) {
    precondition((1...65_535).contains(port))
    self.host = host
    self.port = port
  }

  /// Reads `tcp://host:port` or `tcp://[IPv6]:port`; nil for anything else.
  public init?(_ text: String) {
    let scheme = "tcp://"
    guard text.hasPrefix(scheme), let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits), (1...65_535).contains(port) else {
      return nil
    }
    // The colon of the scheme is the last one where there is no port; the digits are not, then.
    var host = text[text.index(text.startIndex, offsetBy: scheme.count)..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || "/[]@".contains($0) }) else { return nil }
    self.host = String(host)
    self.port = port
  }
}

extension TCPAddress: CustomStringConvertible {
  /// `tcp://host:port`.
  public var description: String { "tcp://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
