import Capture
import Files
import Foundation
import Glibc
import Kernels

extension Machine {
  /// The one on which this runs.
  static let this = Machine(
    text: { path in
      (try? InputFile.bytes(of: path, limit: 1 << 20, isRegular: true)).map { String(decoding: $0, as: UTF8.self) }
    },
    names: { try? FileManager.default.contentsOfDirectory(atPath: $0).sorted() },
    mayUse: { access($0, R_OK | W_OK) == 0 },
    group: { path in (try? FileManager.default.attributesOfItem(atPath: path))?[.groupOwnerAccountName] as? String },
    program: { InstalledProgram.path(of: $0) },
    output: { output(of: $0, $1) },
    // ALSA's plugins bring libraries that tell everybody what is not running.
    devices: { StandardError.muted { CaptureDeviceInfo.all() } },
    kernels: { .current },
    occupant: { await AddressOccupant.of($0) },
    folder: Bundle.main.bundleURL.path)

  private static func output(of program: String, _ arguments: [String]) -> String? {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    (process.standardInput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardOutput = pipe
    guard (try? process.run()) != nil, let data = try? pipe.fileHandleForReading.readToEnd() else { return nil }
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
