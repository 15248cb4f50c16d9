import Foundation
import Glibc

/// A running speech recogniser of the reference implementation (the Python package wyoming): `transcriber.py`. It ends
/// with this object.
public final class WyomingPeer {
  /// The port of the loopback on which it listens.
  public let port: Int
  private let process = Process()

  /// The version of the package that the tests are written for.
  private static let version = "1.10.2"

  /// - Parameter mode: what it answers; see `transcriber.py`.
  public init(_ mode: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [Self.python ?? "python3", folder.appending(path: "transcriber.py").path, mode]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      kill(process.processIdentifier, SIGKILL)
      throw CocoaError(.fileReadUnknown)
    }
    self.port = port
  }

  deinit {
    // Not SIGTERM: a process inherits what the thread that starts it has blocked, and Dispatch's threads block it.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Takes the reference implementation's own client through every flow: `client.py`.
  ///
  /// - Returns: what it wrote, a line of JSON for each flow, and what it complained of.
  public static func client(of address: String, recording: String, text: String) throws -> (
    output: String, errors: String
  ) {
    let process = Process()
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python ?? "python3", folder.appending(path: "client.py").path, address, recording, text]
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // Both are a few lines: neither fills a pipe while the other is read.
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, complaint)
  }

  /// Whether there is a Python with the package: the system's, or one that is made below .build out of PyPI's package.
  public static var isAvailable: Bool { python != nil }

  /// A Python that has the package; nil where there is none and none can be made.
  private static let python = PythonEnvironment(
    name: "wyoming-\(version)", packages: "wyoming==\(version)", check: "import wyoming.asr"
  ).python
}
