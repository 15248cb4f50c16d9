import Foundation

/// A folder that disappears with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "attune-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Copies a file of the repository.
  func copy(_ file: String, as name: String? = nil) throws {
    let source = URL(filePath: "\(AttuneProcess.root)/\(file)")
    let target = URL(filePath: "\(path)/\(name ?? source.lastPathComponent)")
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source, to: target)
  }
}
