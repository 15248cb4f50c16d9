import Aligner

/// What a client has sent of a transcript: pieces, and at last the whole.
struct ReceivedTranscript: Sendable {
  private var pieces: String?
  private var whole: String?
  /// Whether the pieces were too long together: nothing is kept of them, then.
  private(set) var isTooLong = false

  /// Whether pieces have come and the whole has not.
  var isOpen: Bool { pieces != nil && whole == nil }
  /// Whether the whole is there.
  var isWhole: Bool { whole != nil }
  /// The words so far; nil where none have come.
  var text: String? { whole ?? pieces.flatMap { $0.isEmpty ? nil : $0 } }

  /// A transcript begins; what came before is another one's.
  mutating func begin() {
    self = ReceivedTranscript()
    pieces = ""
  }

  /// The next piece.
  ///
  /// - Parameter limit: the most bytes of all pieces.
  /// - Returns: false for the first piece that is too much: what came before it is forgotten, too.
  mutating func append(_ piece: String, limit: Int) -> Bool {
    if whole != nil { begin() }
    guard !isTooLong else { return true }
    guard (pieces?.utf8.count ?? 0) + piece.utf8.count <= limit else {
      begin()
      isTooLong = true
      return false
    }
    pieces = pieces ?? ""
    pieces?.append(piece)
    return true
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
}
