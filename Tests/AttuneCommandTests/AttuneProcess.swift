import Foundation
import Glibc

/// A finished run of the executable that stands beside this test program.
struct AttuneProcess {
  /// An executable that is still running, whose output can be looked at meanwhile.
  final class Running {
    private let process: Process
    private let folder: String
    private let input: FileHandle?

    fileprivate init(_ process: Process, folder: String, input: FileHandle?) {
      (self.process, self.folder, self.input) = (process, folder, input)
    }

    deinit {
      if process.isRunning { process.terminate() }
      process.waitUntilExit()
      try? FileManager.default.removeItem(atPath: folder)
    }

    /// What stands on standard output so far.
    var output: String { (try? String(contentsOfFile: "\(folder)/output", encoding: .utf8)) ?? "" }
    /// What stands on standard error so far.
    var errors: String { (try? String(contentsOfFile: "\(folder)/errors", encoding: .utf8)) ?? "" }

    var isRunning: Bool { process.isRunning }

    /// The processor time that it has taken so far, in seconds.
    var processorSeconds: Double {
      let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
      // The name, in parentheses, may have spaces.
      let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
      guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
      return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Presses Ctrl-C.
    func interrupt() { process.interrupt() }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Writes to its standard input; nothing more can be written after nil.
    func write(_ text: String?) throws {
      if let text { try input?.write(contentsOf: Data(text.utf8)) } else { try input?.close() }
    }

    /// Whether it has set what happens at a signal, which would end it otherwise.
    func handles(_ signal: Int32) -> Bool {
      let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
      let masks = status.split(separator: "\n").filter { $0.hasPrefix("SigCgt:") || $0.hasPrefix("SigBlk:") }
      let bits = masks.compactMap { UInt64($0.dropFirst("SigCgt:".count).drop { $0.isWhitespace }, radix: 16) }
      return bits.contains { $0 & (1 << UInt64(signal - 1)) != 0 }
    }

    /// Waits until a condition holds; false where it does not in time.
    func waits(seconds: Double = 20, until condition: (Running) -> Bool) -> Bool {
      let end = Date.now.addingTimeInterval(seconds)
      while Date.now < end {
        if condition(self) { return true }
        Thread.sleep(forTimeInterval: 0.05)
      }
      return condition(self)
    }

    /// Waits for the end, and says how it was.
    func finish() -> Int32 {
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  let status: Int32
  let output: String
  let errors: String

  /// The root of the repository.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Runs `attune` with no input, in the root of the repository.
  init(_ arguments: String...) throws { try self.init(arguments) }

  /// - Parameter path: where it looks for other programs.
  init(_ arguments: [String], path: String) throws { try self.init(arguments, environment: ["PATH": path]) }

  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    let running = try Self.start(arguments, environment: environment)
    status = running.finish()
    (output, errors) = (running.output, running.errors)
  }

  /// Starts `attune` in the root of the repository, with no input or with what is written to it.
  ///
  /// - Parameter descriptors: how many files and connections it may have open; nil for as many as anybody.
  static func start(
    _ arguments: [String], environment: [String: String] = [:], hasInput: Bool = false, descriptors: Int? = nil
  ) throws -> Running {
    let process = Process()
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let executable = URL(filePath: tests).deletingLastPathComponent().appending(path: "attune")
    if let descriptors {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "ulimit -n \(descriptors); exec \"$@\"", "sh", executable.path] + arguments
    } else {
      process.executableURL = executable
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(filePath: root)
    process.environment = ["COLUMNS": "100", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    let pipe = hasInput ? Pipe() : nil
    if let pipe { process.standardInput = pipe } else { process.standardInput = FileHandle.nullDevice }
    // Files, not pipes: nobody has to read one while the other fills up.
    let folder = NSTemporaryDirectory() + "attune-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let streams = try ["output", "errors"].map { name in
      try Data().write(to: URL(filePath: "\(folder)/\(name)"))
      return try FileHandle(forWritingTo: URL(filePath: "\(folder)/\(name)"))
    }
    (process.standardOutput, process.standardError) = (streams[0], streams[1])
    try process.run()
    return Running(process, folder: folder, input: pipe?.fileHandleForWriting)
  }

  /// The objects of an output of JSON lines.
  func records() throws -> [[String: Any]] { try Self.records(in: output) }

  /// The objects of JSON lines.
  static func records(in output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    }
  }
}
