import FoundationEssentials
import Glibc
import Scoring

/// Where results go: standard output as they come, or a file that is written whole or not at all.
struct ResultSink {
  private let path: String?
  private var text = ""

  /// - Parameter path: a file; nil for standard output.
  /// - Throws: `ScoringError.output` for a folder, or where the file's folder does not exist or cannot be written to.
  init(path: String?) throws(ScoringError) {
    self.path = path
    guard let path else { return }
    guard Self.type(of: path) != .typeDirectory else { throw .output(path: path, reason: "it is a folder") }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    guard FileManager.default.isWritableFile(atPath: String(folder)) else {
      throw .output(path: path, reason: "its folder does not exist or cannot be written to")
    }
  }

  /// Adds text: to standard output at once, to a file at the end.
  mutating func write(_ part: String) {
    guard path == nil else {
      text += part
      return
    }
    print(part, terminator: "")
    // A pipe's reader gets each record when it is there, and before what standard error says next.
    fflush(nil)
  }

  /// Writes the file under another name, and gives it its own name when it is complete. Only what is no file, such as a
  /// device, is written to in place: it is not to be replaced.
  func finish() throws(ScoringError) {
    guard let path else { return }
    let isReplaceable = [nil, .typeRegular].contains(Self.type(of: path))
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: isReplaceable ? .atomic : [])
    } catch {
      throw .output(path: path, reason: "\(error)")
    }
  }

  /// The type of what stands under a path, nil for nothing. Links are not followed.
  private static func type(of path: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
  }
}
