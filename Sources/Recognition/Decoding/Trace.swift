import Commands

/// What a token remembers of its way.
struct Trace: Sendable {
  /// The last finished word, an index in the `WordHistory`, or -1.
  var record: Int32 = -1
  /// The frame in which the current word began.
  var wordStart: Int32 = 0
  /// The score with which the current word was entered.
  var wordEntry: Float = 0
  /// The phones of the current word so far.
  var phones: Int32 = 0

  /// The trace of a token that takes `arc` in `frame`, coming with `score`.
  func entering(_ arc: CommandGraph.Arc, frame: Int, score: Float) -> Trace {
    guard arc.beginsWord else {
      return Trace(record: record, wordStart: wordStart, wordEntry: wordEntry, phones: phones + 1)
    }
    return Trace(record: record, wordStart: Int32(frame), wordEntry: score, phones: 1)
  }

  /// The current word, ended before the frame `end` with the score `exit`.
  func word(output: Int32, end: Int, exit: Float) -> WordHistory.Word {
    WordHistory.Word(
      output: output, start: wordStart, end: Int32(end), phones: phones, score: exit - wordEntry, previous: record)
  }
}
