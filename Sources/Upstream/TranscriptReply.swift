import JSON
import Wire

/// What a speech recogniser answers: a `transcript`, or for those who hear it growing, `transcript-start`,
/// `transcript-chunk`s, the whole once more as `transcript`, and `transcript-stop`.
struct TranscriptReply {
  /// The most bytes of a transcript.
  private static let limit = 1 << 16

  private var chunks: String?

  /// Takes in the next event of the answer.
  ///
  /// - Returns: the transcript once it is known; nil before.
  mutating func add(_ event: Event) throws(TranscriberError) -> String? {
    switch event.type {
    case "transcript": return try text(of: event)
    case "transcript-start": chunks = ""
    case "transcript-chunk":
      let chunk = try text(of: event)
      guard (chunks?.utf8.count ?? 0) + chunk.utf8.count <= Self.limit else { throw .tooLong(limit: Self.limit) }
      chunks = chunks ?? ""
      chunks?.append(chunk)
    // Nothing but the chunks where the whole was left out, though the protocol asks for it.
    case "transcript-stop": if let chunks { return chunks }
    case "error": throw .refused(text: event.data["text"]?.text.map(Self.printable) ?? "no reason given")
    default: break
    }
    return nil
  }

  private func text(of event: Event) throws(TranscriberError) -> String {
    guard let text = event.data["text"]?.text else { throw .unexpected(event: event.type) }
    guard text.utf8.count <= Self.limit else { throw .tooLong(limit: Self.limit) }
    return text
  }

  /// Somebody else's words as they may stand in a log: on one line, short, and without what a terminal obeys.
  private static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(200).map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: Unicode.Scalar(UInt8(ascii: " "))
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
