import Aligner

/// What a client has sent of a transcript: pieces, and at last the whole.
struct ReceivedTranscript: Sendable {
  private var pieces: String?
  private var whole: String?

  /// Whether pieces have come and the whole has not.
  var isOpen: Bool { pieces != nil && whole == nil }
  /// Whether the whole is there.
  var isWhole: Bool { whole != nil }
  /// The words so far; nil where none have come.
  var text: String? { whole ?? pieces.flatMap { $0.isEmpty ? nil : $0 } }

  /// A transcript begins; what came before is another one's.
  mutating func begin() { self = ReceivedTranscript(pieces: "") }

  /// The next piece.
  mutating func append(_ piece: String) {
    if whole != nil { begin() }
    pieces = (pieces ?? "") + piece
  }

  /// The whole.
  mutating func complete(_ text: String) { whole = text }

  /// No more pieces come.
  mutating func finish() { whole = whole ?? pieces }

  /// The words as a recogniser takes them. Pieces may end inside a word, so they are one token.
  var tokens: [TranscriptToken] {
    guard let text else { return [] }
    return [TranscriptToken(text, state: isWhole ? .final : .partial)]
  }

  init() {}

  private init(pieces: String) { self.pieces = pieces }
}
