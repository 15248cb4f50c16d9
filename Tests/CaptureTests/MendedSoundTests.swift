import CSndFile
import Glibc
import TestSupport
import Testing

@testable import Capture

/// Sounds that are not as they should be are heard as well as they can be, and that is said.
@Suite struct MendedSoundTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let tone: [Float] = (0..<16_000).map { 0.5 * sin(2 * .pi * 440 * Float($0) / 16_000) }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// A WAV file of 16-bit samples, with a length of data that may be a lie, and further bytes behind it.
  private static func wave(_ samples: [Float], length: UInt32? = nil, channels: Int = 1, rest: [UInt8] = []) -> [UInt8]
  {
    let data = samples.flatMap { bytes(Int16($0 * 32_767)) }
    let size = length ?? UInt32(data.count)
    let format =
      bytes(UInt16(1)) + bytes(UInt16(channels)) + bytes(UInt32(16_000)) + bytes(UInt32(32_000 * channels))
      + bytes(UInt16(2 * channels)) + bytes(UInt16(16))
    return Array("RIFF".utf8) + bytes(36 &+ size) + Array("WAVEfmt ".utf8) + bytes(UInt32(16)) + format
      + Array("data".utf8) + bytes(size) + data + rest
  }

  private func sound(_ bytes: [UInt8]) throws -> (count: Int, warnings: [SoundWarning]) {
    let sound = try SoundFile.sound(of: try folder.write(bytes, to: "a.wav"))
    return (sound.samples.count, sound.warnings)
  }

  private func warnings(of channels: [[Float]]) throws -> [SoundWarning] {
    let interleaved = channels[0].indices.flatMap { index in channels.map { $0[index] } }
    return try sound(Self.wave(interleaved, channels: channels.count)).warnings
  }

  @Test func aGoodSoundIsNotSpokenOf() throws {
    #expect(try sound(Self.wave(Self.tone)) == (16_000, []))
    #expect(
      try sound(Self.wave(Self.tone, rest: Array("LIST".utf8) + Self.bytes(UInt32(4)) + [1, 2, 3, 4])).warnings == [])
    #expect(
      try sound(Self.wave(Self.tone, rest: Array("TAG".utf8) + [UInt8](repeating: 0, count: 2000))).warnings == [])
    // As ffmpeg, sox and arecord write it into a pipe.
    for length: UInt32 in [.max, 0x7FFF_FFFF, 0x8000_0000, 0x7FFF_0000] {
      #expect(try sound(Self.wave(Self.tone, length: length)) == (16_000, []))
    }
  }

  @Test func aWaveFileIsHeardToItsEnd() throws {
    #expect(try sound(Self.wave(Self.tone, length: 0)) == (16_000, [.noLength]))
    #expect(try sound(Self.wave(Self.tone, length: 8000)) == (16_000, [.longerThanTold]))
    #expect(try sound(Self.wave(Self.tone, length: 64_000)) == (16_000, [.truncated(seconds: 1, expected: 2)]))
  }

  @Test func recordingsOneAfterTheOtherAreAllHeard() throws {
    let whole = Self.wave(Self.tone)
    #expect(try sound(whole + whole + whole) == (48_000, [.recordings(count: 3)]))
    let cut = Self.wave(Self.tone, length: 64_000)
    #expect(try sound(whole + cut).warnings == [.truncated(seconds: 1, expected: 2), .recordings(count: 2)])
    // One without samples, and one at another rate.
    let slow = try Recording(format: SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate: 8000)
      .write(hertz: 440, amplitude: 0.5, seconds: 1)
    defer { unlink(slow) }
    let mixed = try sound(Self.wave([]) + whole + Self.contents(slow))
    #expect(abs(mixed.count - 32_000) < 10 && mixed.warnings == [.recordings(count: 3)])
    let path = try folder.write(whole + whole, to: "b.wav")
    let segment = try SoundFile.samples(of: path, segment: 1.25..<1.5)
    #expect(segment == Array(try SoundFile.samples(of: path)[20_000..<24_000]))
  }

  private static func contents(_ path: String) throws -> [UInt8] {
    let bytes = try SoundBytes(path: path)
    return bytes.bytes(0..<bytes.count)
  }

  @Test(arguments: [
    (SF_FORMAT_AIFF | SF_FORMAT_PCM_16, true), (SF_FORMAT_AU | SF_FORMAT_PCM_16, true),
    (SF_FORMAT_W64 | SF_FORMAT_PCM_16, true), (SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, true),
    (SF_FORMAT_OGG | SF_FORMAT_VORBIS, false), (SF_FORMAT_OGG | SF_FORMAT_OPUS, false),
  ])
  func whatEndsEarlySaysSo(format: Int, hasLength: Bool) throws {
    let path = try Recording(format: format, rate: 48_000).write(hertz: 440, amplitude: 0.5, seconds: 20)
    defer { unlink(path) }
    #expect(try SoundFile.sound(of: path).warnings == [])
    let bytes = try Self.contents(path)
    let half = try folder.write(Array(bytes[..<(bytes.count / 2)]), to: "half")
    let sound = try SoundFile.sound(of: half)
    // A lossy codec spends its bits where it likes.
    #expect(hasLength ? abs(sound.samples.count - 160_000) < 40_000 : sound.samples.count > 16_000)
    #expect(sound.warnings.contains { if case .truncated = $0 { true } else { false } }, "\(sound.warnings)")
  }

  @Test(arguments: [7, 15, 23, 31]) func integersAsFloatsAreScaled(bits: Int) throws {
    let scale = Double(1 << bits)
    let path = try Recording(format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, rate: 16_000)
      .write(hertz: 440, amplitude: 0.9 * scale, seconds: 1)
    defer { unlink(path) }
    let sound = try SoundFile.sound(of: path)
    #expect(sound.warnings == [.integers(fullScale: 1 << bits)])
    #expect(abs(SineFit(sound.samples[4000..<12_000], hertz: 440).amplitude - 0.9) < 1e-3)
  }

  @Test func floatsAreLeftAsTheyAre() throws {
    let path = try Recording(format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, rate: 16_000)
      .write(hertz: 440, amplitude: 2, seconds: 1)
    defer { unlink(path) }
    #expect(abs(SineFit(try SoundFile.samples(of: path)[4000..<12_000], hertz: 440).amplitude - 2) < 1e-3)
  }

  @Test func channelsThatCancelOutAreNotAveraged() throws {
    let (tone, other) = (Self.tone, Self.tone.map { -0.9 * $0 })
    #expect(try warnings(of: [tone, other]) == [.channelsCancel(heard: 1)])
    #expect(try warnings(of: [other, tone]) == [.channelsCancel(heard: 2)])
    // A large offset in common does not hide it.
    #expect(
      try warnings(of: [tone.map { 0.5 * $0 + 0.4 }, tone.map { 0.4 - 0.5 * $0 }]).first == .channelsCancel(heard: 1))
    let interleaved = zip(tone, other).flatMap { [$0, $1] }
    let path = try folder.write(Self.wave(interleaved, channels: 2), to: "two.wav")
    let mean = SineFit(try SoundFile.samples(of: path)[4000..<12_000], hertz: 440)
    #expect(abs(mean.amplitude - 0.5) < 1e-3)
    // Who asks for a channel gets it.
    let second = try SoundFile.sound(of: path, channel: 2)
    #expect(second.warnings == [] && abs(SineFit(second.samples[4000..<12_000], hertz: 440).amplitude - 0.45) < 1e-3)
  }

  @Test func channelsAreSpokenOf() throws {
    let silence = [Float](repeating: 0, count: 16_000)
    let low: [Float] = (0..<16_000).map { 0.3 * sin(2 * .pi * 130 * Float($0) / 16_000) }
    #expect(try warnings(of: [Self.tone, Self.tone]) == [])
    #expect(try warnings(of: [Self.tone, silence]) == [.silentChannels([2])])
    #expect(try warnings(of: [Self.tone, low]) == [.channelsDiffer(count: 2)])
    #expect(try warnings(of: [silence, silence]) == [.silent])
    #expect(
      try warnings(of: [Self.tone, silence, silence, low]) == [.silentChannels([2, 3]), .channelsDiffer(count: 2)])
  }

  @Test func levelsAreSpokenOf() throws {
    #expect(try sound(Self.wave([Float](repeating: 0, count: 100))).warnings == [.silent])
    #expect(
      try sound(Self.wave(Self.tone.map { max(-1, min(1, 9 * $0)) })).warnings.first?.description.hasPrefix(
        "it is clipped: ") == true)
    #expect(
      try sound(Self.wave(Self.tone.map { 0.5 * $0 + 0.5 })).warnings.first?.description.hasPrefix(
        "the samples are 0.5 off") == true)
    #expect(
      try sound(Self.wave(Self.tone.map { 0.001 * $0 })).warnings.first?.description.hasPrefix(
        "it is nearly silent: -66") == true)
  }

  @Test func whatComesThroughAPipeIsHeardAsAFileIs() throws {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    let bytes = try Self.contents(fixture("synthetic-espeak-lights-on-kitchen.flac"))
    let (reader, writer) = (ends[0], ends[1])
    let task = Task.detached {
      bytes.withUnsafeBytes { _ = write(writer, $0.baseAddress, $0.count) }
      close(writer)
    }
    let heard = try SoundFile.samples(of: "/dev/fd/\(reader)")
    close(reader)
    #expect(heard == (try SoundFile.samples(of: fixture("synthetic-espeak-lights-on-kitchen.flac"))))
    withExtendedLifetime(task) {}
  }

  @Test func aDeviceIsNotRead() {
    for path in ["/dev/zero", "/dev/null"] {
      #expect(throws: CaptureError.cannotOpen(path: path, reason: "it is a device")) { try SoundFile.samples(of: path) }
    }
  }
}
