import FoundationEssentials
import Pictures
import Scoring

/// Writes drawings to files, whole or not at all.
enum PictureFile {
  /// - Throws: `ScoringError.output`.
  static func write(_ drawing: Drawing, as format: PictureFormat, to path: String) throws(ScoringError) {
    do {
      try Data(drawing.encoded(as: format)).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .output(path: path, reason: "\(error)")
    }
  }
}
