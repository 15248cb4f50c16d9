/// A line on a terminal that says how far a batch has come, written over itself.
struct ProgressLine {
  private let total: Int
  private var done = 0

  /// A line that is shown only where standard error is a terminal.
  init(total: Int) { self.total = total }

  /// One more is done.
  mutating func advance() {
    done += 1
    Self.show("\(done)/\(total) files")
  }

  /// Clears the line: something else is to be written.
  static func clear() { show("") }

  private static func show(_ text: String) {
    guard StandardError.isTerminal else { return }
    var stream = StandardError()
    stream.write("\r\u{1B}[K\(text)")
  }
}
