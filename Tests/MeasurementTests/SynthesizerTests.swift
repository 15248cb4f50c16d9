import Foundation
import TestSupport
import Testing

@testable import Measurement

@Suite struct SynthesizerTests {
  static let hasEspeak = FileManager.default.isExecutableFile(atPath: "/usr/bin/espeak-ng")
  static let voice = Voice(synthesizer: "espeak-ng", name: "en-us+m3", speed: 1.25, pitch: 0.8)

  /// A folder with a program of this name, a shell script.
  static func folder(_ name: String, script: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return folder
  }

  @Test func whereNothingIsInstalledThePackageIsNamed() {
    #expect(throws: MeasurementError.noSynthesizer(programs: ["espeak-ng", "flite"])) {
      try Synthesizer.installed(voices: 3, path: "/no/such/folder:")
    }
    #expect("\(MeasurementError.noSynthesizer(programs: ["espeak-ng", "flite"]))".contains("apt-get install espeak-ng"))
  }

  @Test func theProgramsFileIsWhatWasSaid() throws {
    let sounds = try TemporaryFolder()
    let path = try sounds.write(wav: [0, 0.5, -0.5], to: "x.wav")
    let folder = try Self.folder("flite", script: "while [ \"$1\" != -o ]; do shift; done; cp '\(path)' \"$2\"")
    let synthesizer = try Synthesizer.installed(voices: 99, path: folder.path)
    #expect(synthesizer.voices.count == 4 && Set(synthesizer.voices.map(\.synthesizer)) == ["flite"])
    let samples = try synthesizer.samples(saying: "-o; $(rm) \"", with: synthesizer.voices[0])
    #expect(samples.map { ($0 * 100).rounded() } == [0, 50, -50])
  }

  @Test(arguments: [
    ("exit 3", "it ended with status 3"), ("kill -9 $$", "signal 9 ended it"), ("", "it wrote nothing"),
  ])
  func aProgramThatFailsIsToldWithItsReason(script: String, reason: String) throws {
    let folder = try Self.folder("espeak-ng", script: script)
    let synthesizer = try Synthesizer.installed(voices: 1, path: folder.path)
    #expect(throws: MeasurementError.synthesizer(program: "espeak-ng", text: "hello", reason: reason)) {
      try synthesizer.samples(saying: "hello", with: Self.voice)
    }
  }

  @Test func whatCannotBeStartedSaysWhy() {
    #expect(ChildProcess.run("/no/such/program", []) == .notStarted("No such file or directory"))
  }

  @Test func speedAndPitchAreOptionsAndTheTextIsNone() {
    let espeak = SpeechProgram.espeakNG.arguments(saying: "-v", with: Self.voice, to: "x.wav")
    #expect(espeak == ["-v", "en-us+m3", "-s", "200", "-p", "40", "-w", "x.wav", "--", "-v"])
    let flite = SpeechProgram.flite.arguments(saying: "go", with: Self.voice, to: "x.wav")
    #expect(flite.contains("duration_stretch=0.800") && flite.contains("f0_shift=0.800"))
  }

  @Test(.enabled(if: hasEspeak, "espeak-ng is not installed: nothing was spoken"))
  func espeakSpeaksFasterAndAlwaysTheSame() throws {
    let synthesizer = try Synthesizer.installed(voices: 2, path: "/usr/bin")
    let slow = Voice(synthesizer: "espeak-ng", name: "en-us+m3", speed: 0.8)
    let samples = try synthesizer.samples(saying: "turn on the kitchen lights", with: slow)
    #expect(samples == (try synthesizer.samples(saying: "turn on the kitchen lights", with: slow)))
    let fast = try synthesizer.samples(saying: "turn on the kitchen lights", with: Self.voice)
    #expect(fast.count < samples.count && (8_000...80_000).contains(samples.count))
    #expect((samples.map(abs).max() ?? 0) > 0.05)
  }
}
