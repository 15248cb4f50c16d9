import Foundation
import TestSupport

/// ALSA devices without hardware, in a folder that stands for a user's home.
final class SoundDevices {
  private let folder: TemporaryFolder

  /// The environment in which the devices are there.
  var environment: [String: String] {
    ["HOME": folder.path, "XDG_RUNTIME_DIR": "\(folder.path)/run", "PULSE_RUNTIME_PATH": "\(folder.path)/run/pulse"]
  }

  /// Defines devices.
  ///
  /// - Parameters:
  ///   - sound: what `filemic` plays, as fast as it is read: 16 kHz, one channel, 16 bits; silence comes after it.
  ///     `fixed` plays the same bytes as 44.1 kHz in stereo.
  init(sound: Data = Data()) throws {
    folder = try TemporaryFolder()
    try sound.write(to: URL(filePath: "\(folder.path)/sound.raw"))
    let text = """
      pcm.filemic { type file slave.pcm { type null } file "/dev/null" infile "\(folder.path)/sound.raw" format "raw" }
      pcm.fixed { type plug slave { pcm "filemic" rate 44100 channels 2 format S16_LE } }
      pcm.pulsemic { type pulse device "speaker.monitor" }
      """
    try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/.asoundrc"))
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/run/pulse", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { stopServer() }

  /// A path within the folder.
  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Whether PulseAudio, its tools and ALSA's plugin for it are installed.
  static let hasPulseAudio: Bool = {
    let programs = ["pulseaudio", "paplay"].allSatisfy {
      FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
    }
    let libraries = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
    return programs
      && libraries.contains {
        FileManager.default.fileExists(atPath: "/usr/lib/\($0)/alsa-lib/libasound_module_pcm_pulse.so")
      }
  }()

  /// Starts a sound server with one output that leads nowhere, which `pulsemic` listens to in real time.
  func startServer() throws {
    try run(
      "pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1", "--load=module-native-protocol-unix",
      "--load=module-null-sink sink_name=speaker rate=16000 channels=1")
  }

  /// Ends the sound server, as if the device were unplugged.
  func stopServer() { try? run("pulseaudio", "--kill") }

  /// Plays a file of sound to its end.
  func play(_ file: String) throws { try run("paplay", "--device=speaker", file) }

  private func run(_ program: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/\(program)")
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    process.waitUntilExit()
  }
}
