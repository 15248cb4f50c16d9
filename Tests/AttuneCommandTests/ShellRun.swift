import Foundation

/// A run of the executable through a shell, which redirects its streams as people do. `$A` is the executable.
struct ShellRun {
  let status: Int32
  let output: String
  let errors: String

  /// - Parameter seconds: how long it may take before it is ended, which is a status of 124.
  init(_ script: String, seconds: Int = 60) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["\(seconds)", "/bin/bash", "-c", script]
    process.currentDirectoryURL = URL(filePath: AttuneProcess.root)
    process.environment = [
      "A": URL(filePath: tests).deletingLastPathComponent().appending(path: "attune").path, "PATH": "/usr/bin:/bin",
      "S": "Fixtures/synthetic-espeak-lights-on-kitchen.flac", "C": "--commands config/lights.yaml",
    ]
    process.standardInput = FileHandle.nullDevice
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
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
    }
    (output, errors) = (try text("output"), try text("errors"))
  }
}
