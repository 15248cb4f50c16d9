import Files
import FoundationEssentials

/// The secret that clients have to show.
public struct Token: Hashable, Sendable {
  private let word: Secret

  /// A token of at least one character.
  public init?(_ text: String) {
    guard let word = Secret(text) else { return nil }
    self.word = word
  }

  /// The first line of a file, without white space around it.
  ///
  /// - Throws: `ServerError.token`.
  public init(contentsOf path: String) throws(ServerError) {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw .token(path: path, reason: "the file cannot be read, or is not UTF-8")
    }
    guard let token = Token(Secret.firstLine(of: text)) else {
      throw .token(path: path, reason: "the first line is empty")
    }
    self = token
  }

  /// Whether a client has shown the token. How long this takes tells nothing of where a wrong one is wrong.
  func matches(_ text: String) -> Bool { word.matches(text) }
}
