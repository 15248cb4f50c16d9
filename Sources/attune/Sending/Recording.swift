import JSON
import Wire

/// One thing to send, with the events that it is made of.
struct Recording {
  /// Where it is from.
  enum Source {
    case sound(path: String)
    case events(path: String)
    case text
  }

  var source: Source
  var text: String?
  /// Whether a text without sound is a recogniser's.
  var isHeard = false
  var wantsPartials = false
  /// The channel to hear, from 1; nil for the mean of all.
  var channel: Int?

  /// The sound file; nil for what is none.
  var file: String? { if case .sound(let path) = source { path } else { nil } }

  /// What is sent. A transcript comes inside its sound.
  func events() throws -> [Event] {
    let words = text.map { [Transcript(text: $0, context: isHeard ? Transcript.heard : nil).event] } ?? []
    switch source {
    case .text: return words
    case .events(let path): return try SentFile.events(in: path)
    case .sound(let path):
      let chunks = SpeechChunks(try HeardFile.samples(of: path, channel: channel)).map(\.event)
      return request + [AudioStart(format: .speech).event] + words + chunks + [AudioStop().event]
    }
  }

  /// Partial results have to be asked for; sound by itself asks for everything else.
  private var request: [Event] { wantsPartials ? [Detect(context: ["partial": .bool(true)]).event] : [] }
}
