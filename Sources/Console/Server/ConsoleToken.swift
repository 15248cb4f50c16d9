import Files

/// What a page has to show before it is told anything. Nothing that describes it shows it.
public struct ConsoleToken: Sendable {
  private let word: Secret

  /// The longest line that is a token, in bytes.
  static let longest = 1024

  /// A token of 1 to 1,024 bytes; nil for anything else.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.longest, let word = Secret(text) else { return nil }
    self.word = word
  }

  /// The first line of a file, without white space around it.
  ///
  /// - Throws: `ConsoleError.token`.
  public init(contentsOf path: String) throws(ConsoleError) {
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.text(of: path, limit: 1 << 16) } catch {
      throw .token(path: path, reason: error.description)
    }
    guard let token = ConsoleToken(Secret.firstLine(of: String(decoding: bytes, as: UTF8.self))) else {
      throw .token(path: path, reason: "the first line is empty or longer than \(Self.longest) bytes")
    }
    self = token
  }

  /// Whether a page has shown it.
  func matches(_ text: String) -> Bool { word.matches(text) }
}
