import Files
import Glibc
import Synchronization

/// What a server tells on standard output. Where that cannot be written, whoever waits for it would wait for ever: the
/// server ends.
enum Announcement {
  private static let problem = Mutex<OutputError?>(nil)

  /// Why standard output could not be written; nil where it could.
  static var failure: OutputError? { problem.withLock(\.self) }

  static func line(_ text: String) {
    do throws(OutputError) { try StandardOutput.line(text) } catch {
      problem.withLock { $0 = $0 ?? error }
      kill(getpid(), SIGTERM)
    }
  }
}
