import Glibc

/// Standard output, to which all results go. What cannot be written is an error.
public enum StandardOutput {
  private static let name = "standard output"

  /// True where a person looks on.
  public static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Writes a text at once. Control characters that are not its layout are escaped as in JSON, which changes no value of
  /// a JSON text.
  public static func write(_ text: String) throws(OutputError) { try write(exactly: text.printable) }

  /// Writes a text and a newline.
  public static func line(_ text: String) throws(OutputError) { try write(text + "\n") }

  /// Writes text in which nothing can be escaped, such as CSV; on a terminal everything can.
  public static func write(unescaped text: String) throws(OutputError) {
    try write(exactly: isTerminal ? text.printable : text)
  }

  private static func write(exactly text: String) throws(OutputError) {
    let number = SystemCall.write(Array(text.utf8)[...], to: STDOUT_FILENO)
    guard number == 0 else { throw OutputError(path: name, number: number) }
  }
}
