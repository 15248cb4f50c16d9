/// A line on a terminal that says how far a batch has come, written over itself.
struct ProgressLine {
  private let total: Int
  private let unit: String
  private var done = 0

  /// A line that is shown only where standard error is a terminal.
  ///
  /// - Parameter unit: what is counted.
  init(total: Int, of unit: String = "files") {
    self.total = total
    self.unit = unit
  }

  /// One more is done.
  mutating func advance() {
    done += 1
    Self.show("\(done)/\(total) \(unit)")
  }

  /// Clears the line: something else is to be written.
  static func clear() { show("") }

  private static func show(_ text: String) {
    guard StandardError.isTerminal else { return }
    var stream = StandardError()
    stream.write("\r\u{1B}[K\(text)")
  }
}
