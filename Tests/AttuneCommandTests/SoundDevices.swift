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

  /// A library that stands before ALSA's and stops the device at some of its reads, as an overrun does: the read fails,
  /// and no sound comes until the device is prepared and started again. The environment loads it.
  ///
  /// - Parameter reads: which reads fail, counted from 1.
  func overruns(at reads: [Int]) throws -> [String: String] {
    let source = """
      #define _GNU_SOURCE
      #include <alsa/asoundlib.h>
      #include <dlfcn.h>
      #include <errno.h>

      snd_pcm_sframes_t snd_pcm_readi(snd_pcm_t *pcm, void *buffer, snd_pcm_uframes_t size) {
        static snd_pcm_sframes_t (*read)(snd_pcm_t *, void *, snd_pcm_uframes_t);
        static const int failing[] = {\(reads.map(String.init).joined(separator: ", "))};
        static int count;
        if (!read) read = dlsym(RTLD_NEXT, "snd_pcm_readi");
        count += 1;
        for (int index = 0; index < \(reads.count); index++) {
          if (failing[index] == count) {
            snd_pcm_drop(pcm);
            return -EPIPE;
          }
        }
        return read(pcm, buffer, size);
      }
      """
    try Data(source.utf8).write(to: URL(filePath: path("overrun.c")))
    try run("clang", "-shared", "-fPIC", "-o", path("overrun.so"), path("overrun.c"), "-ldl")
    return environment.merging(["LD_PRELOAD": path("overrun.so")]) { $1 }
  }

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
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    process.waitUntilExit()
  }
}
