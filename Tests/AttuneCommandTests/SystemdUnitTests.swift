import Foundation
import Testing

/// config/systemd/attune.service, as Benchmarks/unit.py tries it: with its restrictions set by hand.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/env")))
struct SystemdUnitTests {
  private static let unit = "\(AttuneProcess.root)/config/systemd/attune.service"
  /// What `unit.py` ends with where it can try nothing: no root, no namespaces, no libseccomp, no systemd-analyze.
  private static let skipped: Int32 = 77

  @Test func theServiceRunsUnderItsRestrictions() throws {
    let trial = try Trial()
    #expect(trial.status == 0 || trial.status == Self.skipped, "\(trial.output)")
    if trial.status == Self.skipped { print(trial.output) }
  }

  /// oneDNN's generated code is what it kills.
  @Test func whatCannotHoldIsNoticed() throws {
    let trial = try Trial(adding: "MemoryDenyWriteExecute=yes")
    #expect(trial.status == 1 || trial.status == Self.skipped, "\(trial.output)")
  }

  @Test(arguments: ["NoNewThing=yes", "PrivateNetwork=yes", "restrict=yes"])
  func nothingComesIntoTheUnitUntried(line: String) throws {
    let trial = try Trial(adding: line)
    #expect(trial.status == 1 && trial.output.contains("is not known here"), "\(trial.output)")
  }

  @Test func theMemoryIsEnoughForAllThatMayConnect() throws {
    let trial = try Trial(adding: "MemoryMax=1G")
    #expect(trial.status == 1 && trial.output.contains("MemoryMax"), "\(trial.output)")
  }

  private struct Trial {
    let status: Int32
    let output: String

    /// Tries the unit, with a line more in its `[Service]`.
    init(adding line: String? = nil) throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "attune-unit-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let text = try String(contentsOfFile: SystemdUnitTests.unit, encoding: .utf8)
      let unit = folder.appending(path: "attune.service")
      let changed = line.map { text.replacingOccurrences(of: "\n[Install]", with: "\n\($0)\n[Install]") } ?? text
      try changed.write(to: unit, atomically: true, encoding: .utf8)
      let output = folder.appending(path: "output")
      try Data().write(to: output)
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let attune = URL(filePath: tests).deletingLastPathComponent().appending(path: "attune")
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "\(AttuneProcess.root)/Benchmarks/unit.py", attune.path, unit.path]
      let file = try FileHandle(forWritingTo: output)
      (process.standardOutput, process.standardError, process.standardInput) = (file, file, FileHandle.nullDevice)
      try process.run()
      process.waitUntilExit()
      status = process.terminationStatus
      self.output = try String(contentsOf: output, encoding: .utf8)
    }
  }
}
