import FoundationEssentials
import Scoring

/// Writes texts to files, whole or not at all.
enum TextFile {
  /// Whether a file can be written there.
  ///
  /// - Throws: `ScoringError.output` for a folder, or where the file's folder does not exist or cannot be written to.
  static func check(_ path: String) throws(ScoringError) {
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
      throw .output(path: path, reason: "it is a folder")
    }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    guard FileManager.default.isWritableFile(atPath: String(folder)) else {
      throw .output(path: path, reason: "its folder does not exist or cannot be written to")
    }
  }

  /// - Throws: `ScoringError.output`.
  static func write(_ text: String, to path: String) throws(ScoringError) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .output(path: path, reason: "\(error)")
    }
  }
}
