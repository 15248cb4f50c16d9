/// A word that somebody has to show. Nothing that describes it shows it.
public struct Secret: Hashable, Sendable {
  private let bytes: [UInt8]

  /// A word of at least one character.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    bytes = Array(text.utf8)
  }

  /// What a file says that holds a secret: its first line, without white space around it.
  public static func firstLine(of text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// Whether somebody has shown it. How long this takes tells nothing of where a wrong one is wrong.
  public func matches(_ text: String) -> Bool {
    let other = Array(text.utf8)
    var difference = other.count ^ bytes.count
    for index in other.indices { difference |= Int(other[index] ^ bytes[index % bytes.count]) }
    return difference == 0
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Not the word.
  public var description: String { "(hidden)" }
  /// Not the word.
  public var debugDescription: String { description }
  /// Not the word.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
