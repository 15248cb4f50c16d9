import JSON
import Wire

/// What a speech recogniser answers: a `transcript`, or for those who hear it growing, `transcript-start`,
/// `transcript-chunk`s, the whole once more as `transcript`, and `transcript-stop`.
struct TranscriptReply {
  private var chunks: [String]?

  /// Takes in the next event of the answer.
  ///
  /// - Returns: the transcript once it is known; nil before.
  mutating func add(_ event: Event) throws(TranscriberError) -> String? {
    switch event.type {
    case "transcript": return try text(of: event)
    case "transcript-start": chunks = []
    case "transcript-chunk": chunks = (chunks ?? []) + [try text(of: event)]
    // Nothing but the chunks where the whole was left out, though the protocol asks for it.
    case "transcript-stop": if let chunks { return chunks.joined() }
    case "error": throw .refused(text: event.data["text"]?.text ?? "no reason given")
    default: break
    }
    return nil
  }

  private func text(of event: Event) throws(TranscriberError) -> String {
    guard let text = event.data["text"]?.text else { throw .unexpected(event: event.type) }
    return text
  }
}
