import FoundationEssentials
import Scoring

/// Writes texts to files, whole or not at all.
enum TextFile {
  /// - Throws: `ScoringError.output`.
  static func write(_ text: String, to path: String) throws(ScoringError) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .output(path: path, reason: "\(error)")
    }
  }
}
