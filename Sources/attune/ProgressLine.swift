import Batch
import Files

/// Says on standard error how far a batch has come: on a terminal in a line that is written over itself, elsewhere in a
/// line every 30 s.
struct ProgressLine {
  private var progress: RunProgress
  private let start = ContinuousClock.now

  /// - Parameters:
  ///   - total: how many there are; nil where that is not known.
  ///   - unit: what is counted.
  ///   - done: how many of them were done before.
  init(total: Int?, of unit: String = "files", done: Int = 0) {
    progress = RunProgress(total: total, of: unit, done: done)
  }

  /// One more is done.
  ///
  /// - Parameter seconds: the length of its sound.
  mutating func advance(seconds: Double = 0) {
    progress.advance(seconds: seconds)
    let elapsed = ContinuousClock.now - start
    guard StandardError.isTerminal else {
      if let line = progress.logLine(after: elapsed) { StandardError.line(line) }
      return
    }
    Self.show(progress.line(after: elapsed))
  }

  /// Clears the line: something else is to be written.
  static func clear() { show("") }

  private static func show(_ text: String) {
    guard StandardError.isTerminal else { return }
    var stream = StandardError()
    stream.write("\r\u{1B}[K\(text)")
  }
}
