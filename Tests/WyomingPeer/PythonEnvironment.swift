import Foundation

/// A Python that has some packages: the system's, or one that is made below .build out of PyPI's.
struct PythonEnvironment {
  /// The interpreter, a path or a name for `env`; nil where there is none with the packages and none can be made.
  let python: String?

  /// - Parameters:
  ///   - name: the folder's name below .build.
  ///   - packages: what pip is to install.
  ///   - check: a statement that fails where they are not there.
  init(name: String, packages: String, check: String) {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: ".build/\(name)").path
    let own = "\(folder)/bin/python"
    if let known = ["python3", own].first(where: { Self.succeeds("'\($0)' -c '\(check)'") }) {
      python = known
      return
    }
    let install = "python3 -m venv '\(folder)' && '\(own)' -m pip install --quiet --retries 1 \(packages)"
    python = Self.succeeds(install) ? own : nil
  }

  private static func succeeds(_ command: String) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
