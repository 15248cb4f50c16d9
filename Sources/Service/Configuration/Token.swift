import FoundationEssentials

/// The secret that clients have to show.
public struct Token: Hashable, Sendable {
  private let bytes: [UInt8]

  /// A token of at least one character.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    bytes = Array(text.utf8)
  }

  /// The first line of a file, without white space around it.
  ///
  /// - Throws: `ServerError.token`.
  public init(contentsOf path: String) throws(ServerError) {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw .token(path: path, reason: "the file cannot be read, or is not UTF-8")
    }
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
    guard let token = Token(line.trimmingWhitespace) else {
      throw .token(path: path, reason: "the first line is empty")
    }
    self = token
  }

  /// Whether a client has shown the token. How long this takes tells nothing of where a wrong one is wrong.
  func matches(_ text: String) -> Bool {
    let other = Array(text.utf8)
    var difference = other.count ^ bytes.count
    for index in other.indices { difference |= Int(other[index] ^ bytes[index % bytes.count]) }
    return difference == 0
  }
}

extension Substring {
  fileprivate var trimmingWhitespace: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
