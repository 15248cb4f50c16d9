import Files
import FoundationEssentials
import Transport

/// What an error says to a person who knows nothing of this program's insides.
enum Explanation {
  /// One sentence, without a full stop. Errors of this project describe themselves; those of libraries do so in names of
  /// types, which tell nobody anything.
  static func text(of error: any Error) -> String {
    let text =
      switch error {
      case let error as DecodingError: Self.text(of: error)
      case let error as CocoaError: Self.text(of: error)
      default: described(error)
      }
    // A file whose name is empty is to be seen, too.
    return text.hasPrefix(":") ? "''" + text : text
  }

  /// The same with the file that it concerns, which it may name itself.
  static func text(of error: any Error, in file: String) -> String {
    let text = text(of: error)
    return text.hasPrefix(file) ? text : "\(file): \(text)"
  }

  /// A file's name that is to be seen though it is empty.
  static func named(_ file: String) -> String { file.isEmpty ? "''" : file }

  /// Where in the text a value is wrong, and how.
  private static func text(of error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "" : "'" + path.map(\.stringValue).joined(separator: "', '") + "': "
    }
    return switch error {
    case .keyNotFound(let key, let context): place(context.codingPath) + "there is no '\(key.stringValue)'"
    case .valueNotFound(_, let context): place(context.codingPath) + "there is no value"
    case .typeMismatch(_, let context): place(context.codingPath) + "the value is of the wrong type"
    case .dataCorrupted(let context): place(context.codingPath) + "the value cannot be read"
    @unknown default: "it cannot be read"
    }
  }

  private static let nameless = "something went wrong that this program has no words for"

  private static func text(of error: CocoaError) -> String {
    let path = error.filePath ?? error.url?.path
    let reason =
      switch error.code {
      case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
      case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
      case .fileReadTooLarge: "it is too large"
      case .fileReadInapplicableStringEncoding, .fileReadUnknownStringEncoding: "it is not UTF-8"
      case .fileWriteOutOfSpace: "no space is left on the device"
      default: "it cannot be used"
      }
    return [path, reason].compactMap(\.self).joined(separator: ": ")
  }

  /// The error's own words, where they are words.
  private static func described(_ error: any Error) -> String {
    guard (error as Any) is any CustomStringConvertible else { return nameless }
    let text = error.connectionReason
    return text.isEmpty || text.contains("Error Domain=") ? nameless : text
  }
}
