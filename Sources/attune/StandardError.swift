import Files
import Glibc

/// The stream for everything that is not a result.
struct StandardError: TextOutputStream {
  /// True where a person looks on.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  mutating func write(_ string: String) {
    var text = string
    // Nobody can be told when standard error itself is closed.
    text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Does what libraries that cannot be kept from writing there would comment on.
  static func muted<Answer>(_ work: () throws -> Answer) rethrows -> Answer {
    let (kept, nowhere) = (dup(STDERR_FILENO), open("/dev/null", O_WRONLY | O_CLOEXEC))
    dup2(nowhere, STDERR_FILENO)
    close(nowhere)
    defer {
      dup2(kept, STDERR_FILENO)
      close(kept)
    }
    return try work()
  }

  /// Writes a line, or several. Control characters in it are shown, not obeyed.
  static func line(_ text: String) {
    var stream = StandardError()
    stream.write(text.printable + "\n")
  }
}
