import FoundationEssentials
import Scoring

/// Where results go: standard output as they come, or a file that is written whole or not at all.
struct ResultSink {
  private let path: String?
  private var text = ""

  /// - Parameter path: a file; nil for standard output.
  /// - Throws: `ScoringError.output` where the file's folder does not exist or cannot be written to.
  init(path: String?) throws(ScoringError) {
    self.path = path
    guard let path else { return }
    let folder = path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw .output(path: path, reason: "its folder does not exist or cannot be written to")
    }
  }

  /// Adds text: to standard output at once, to a file at the end.
  mutating func write(_ part: String) {
    if path == nil { print(part, terminator: "") } else { text += part }
  }

  /// Writes the file under another name, and gives it its own name when it is complete.
  func finish() throws(ScoringError) {
    guard let path else { return }
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .output(path: path, reason: "\(error)")
    }
  }
}
