import Files

/// A long-lived access token of Home Assistant. Nothing that describes it shows it.
public struct AccessToken: Hashable, Sendable {
  let text: String

  private static let longest = 16_384

  /// A token without white space around it; nil for what can be none.
  public init?(_ text: String) {
    let text = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    guard !text.isEmpty, text.count <= Self.longest, text.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
      return nil
    }
    self.text = String(text)
  }

  /// The first line of a file.
  ///
  /// - Throws: `HomeAssistantError.token`.
  public init(contentsOf path: String) throws(HomeAssistantError) {
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.text(of: path, limit: 1 << 20) } catch {
      throw .token(path: path, reason: error.description)
    }
    guard let token = AccessToken(Secret.firstLine(of: String(decoding: bytes, as: UTF8.self))) else {
      throw .token(path: path, reason: "the first line has none")
    }
    self = token
  }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Not the token.
  public var description: String { "(token)" }
  /// Not the token.
  public var debugDescription: String { description }
  /// Not the token.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
