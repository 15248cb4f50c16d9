import Files

/// What a page has to show before it is told anything. Nothing that describes it shows it.
public struct ConsoleToken: Sendable {
  private let bytes: [UInt8]

  /// The longest line that is a token, in bytes.
  static let longest = 1024

  /// A token of 1 to 1,024 bytes; nil for anything else.
  public init?(_ text: String) {
    guard (1...Self.longest).contains(text.utf8.count) else { return nil }
    bytes = Array(text.utf8)
  }

  /// The first line of a file, without white space around it.
  ///
  /// - Throws: `ConsoleError.token`.
  public init(contentsOf path: String) throws(ConsoleError) {
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.text(of: path, limit: 1 << 16) } catch {
      throw .token(path: path, reason: error.description)
    }
    let line = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
    let text = line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    guard let token = ConsoleToken(String(text)) else {
      throw .token(path: path, reason: "the first line is empty or longer than \(Self.longest) bytes")
    }
    self = token
  }

  /// Whether a page has shown it. How long this takes tells nothing of where a wrong one is wrong.
  func matches(_ text: String) -> Bool {
    let other = Array(text.utf8)
    var difference = other.count ^ bytes.count
    for index in other.indices { difference |= Int(other[index] ^ bytes[index % bytes.count]) }
    return difference == 0
  }
}

extension ConsoleToken: CustomStringConvertible, CustomReflectable {
  /// Not the token.
  public var description: String { "(token)" }
  /// Not the token.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
