import Foundation

/// A finished run of the executable that stands beside this test program.
struct AttuneProcess {
  let status: Int32
  let output: String
  let errors: String

  /// The root of the repository.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Runs `attune` with no input, in the root of the repository.
  init(_ arguments: String...) throws { try self.init(arguments) }

  /// - Parameter path: where it looks for other programs.
  init(_ arguments: [String], path: String = "/usr/bin:/bin") throws {
    let process = Process()
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "attune")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: Self.root)
    process.environment = ["COLUMNS": "100", "PATH": path]
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: nobody has to read one while the other fills up.
    let folder = NSTemporaryDirectory() + "attune-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let streams = try ["output", "errors"].map { name in
      try Data().write(to: URL(filePath: "\(folder)/\(name)"))
      return try FileHandle(forWritingTo: URL(filePath: "\(folder)/\(name)"))
    }
    (process.standardOutput, process.standardError) = (streams[0], streams[1])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOf: URL(filePath: "\(folder)/output"), encoding: .utf8)
    errors = try String(contentsOf: URL(filePath: "\(folder)/errors"), encoding: .utf8)
  }

  /// The objects of an output of JSON lines.
  func records() throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    }
  }
}
