/// Tells lines of HTTP.
///
/// A web page can make its visitor's browser send a request to any port of the visitor's machine. Its body is whatever the page
/// likes, so that a server that steps over the lines which it does not understand obeys the page. Those lines come first.
enum HTTPLine {
  /// Whether a line is one of a request or of its headers. No event begins like one.
  static func isOne(_ line: ArraySlice<UInt8>) -> Bool {
    let token = line.prefix(while: isToken)
    guard !token.isEmpty else { return false }
    let rest = line[token.endIndex...]
    switch rest.first {
    // Host: 127.0.0.1
    case UInt8(ascii: ":"): return true
    // POST / HTTP/1.1, and any method that somebody may think of
    case UInt8(ascii: " "):
      return token.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } || rest.contains(version)
    default: return false
    }
  }

  private static let version = Array(" HTTP/".utf8)

  /// The characters of methods and of the names of headers (RFC 9110, 5.6.2).
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
