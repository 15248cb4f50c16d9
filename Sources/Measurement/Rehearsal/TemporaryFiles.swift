import FoundationEssentials
import Synchronization

/// Names of files in a folder that disappears with this object.
final class TemporaryFiles: Sendable {
  private let folder: String
  private let given = Atomic(0)

  /// - Throws: `MeasurementError.output`.
  init() throws(MeasurementError) {
    let folder = FileManager.default.temporaryDirectory.path + "/attune-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    } catch {
      throw .output(path: folder, reason: "no folder can be made there")
    }
    self.folder = folder
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A path that was not given before.
  func next(_ ending: String) -> String {
    "\(folder)/\(given.add(1, ordering: .relaxed).oldValue)\(ending)"
  }
}
