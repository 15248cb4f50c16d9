import Foundation
import Testing

@testable import Capture

/// ALSA itself, over its `file` plugin: a device that plays a file as fast as it is read, then silence.
@Suite(.serialized) struct MicrophoneTests {
  /// Where the devices of this suite stand. ALSA reads its configuration anew when it changes.
  private static let folder: String = {
    let path = NSTemporaryDirectory() + "attune-alsa-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    setenv("HOME", path, 1)
    return path
  }()

  /// Defines devices: `plain` does whatever is asked, `fixed` 44.1 kHz in stereo alone.
  private func define(_ sound: [Int16]) throws {
    let bytes = sound.withUnsafeBytes { Data($0) }
    try bytes.write(to: URL(filePath: "\(Self.folder)/sound.raw"))
    let text = """
      pcm.plain { type file slave.pcm { type null } file "/dev/null" infile "\(Self.folder)/sound.raw" format "raw" }
      pcm.fixed { type plug slave { pcm "plain" rate 44100 channels 2 format S16_LE } }
      pcm.wide { type plug slave { pcm "plain" rate 16000 channels 12 format S16_LE } }
      pcm.fast { type plug slave { pcm "plain" rate 352800 channels 1 format S16_LE } }
      """
    try Data(text.utf8).write(to: URL(filePath: "\(Self.folder)/.asoundrc"))
  }

  private func samples(of microphone: Microphone, count: Int) async -> [Float] {
    var (samples, next): ([Float], UInt64) = ([], 0)
    while samples.count < count, let block = await microphone.next() {
      #expect(block.sequence == next)
      next += 1
      samples += block.samples
    }
    microphone.stop()
    return Array(samples.prefix(count))
  }

  @Test func everySampleArrivesOnceAndInOrder() async throws {
    let sound = (0..<64_000).map { Int16(truncatingIfNeeded: $0 &* 7919) }
    try define(sound)
    let microphone = try Microphone(device: "plain")
    #expect(microphone.format == CaptureFormat(sample: .s16, rate: 16_000, channels: 1))
    let heard = await samples(of: microphone, count: 96_000)
    #expect(heard == sound.map { Float($0) / 32_768 } + Array(repeating: 0, count: 32_000))
    #expect(microphone.counts == .init())
  }

  /// A sine in the left channel alone, from hardware that has nothing but 44.1 kHz in stereo.
  @Test(arguments: [(nil, 0.25), (1, 0.5), (2, 0)] as [(Int?, Double)])
  func aDeviceOf44100HertzInStereoIsConverted(channel: Int?, amplitude: Double) async throws {
    try define(
      (0..<88_200).flatMap { [Int16(16_384 * sin(2 * .pi * 440 * Double($0) / 44_100)), 0] })
    let microphone = try Microphone(device: "fixed", channel: channel)
    #expect(microphone.format == CaptureFormat(sample: .s16, rate: 44_100, channels: 2))
    let heard = await samples(of: microphone, count: 30_000)
    let fit = SineFit(heard[4000..<28_000], hertz: 440)
    #expect(abs(fit.amplitude - amplitude) < 1e-3 && fit.residual < 1e-3)
  }

  @Test func whatCannotBeOpenedSaysWhy() throws {
    try define([0])
    let none = #expect(throws: MicrophoneError.self) { try Microphone(device: "no-such-device") }
    #expect(none.map { "\($0)" }?.hasPrefix("no-such-device: no such capture device: ") == true)
    #expect(throws: MicrophoneError.noSuchChannel(device: "fixed", channel: 3, channels: 2)) {
      try Microphone(device: "fixed", channel: 3)
    }
    for device in ["wide", "fast"] {
      let error = #expect(throws: MicrophoneError.self) { try Microphone(device: device) }
      #expect(error.map { "\($0)" }?.hasPrefix("\(device): cannot be used: it has ") == true)
    }
  }

  @Test func devicesAreListedWithWhatTheyCanDo() throws {
    try define([0])
    let device = try #require(CaptureDeviceInfo.all().first { $0.name == "fixed" })
    let abilities = try device.abilities.get()
    #expect(abilities.channels == 2...2 && abilities.rates.lowerBound == 44_100)
    #expect(abilities.formats.contains(.s16))
  }

  @Test func stoppingEndsTheSound() async throws {
    try define([0])
    let microphone = try Microphone(device: "plain")
    _ = await microphone.next()
    microphone.stop()
    var left = 0
    while await microphone.next() != nil { left += 1 }
    // What waited in the queue can be read, and nothing beyond.
    #expect(left <= 1500)
  }
}
