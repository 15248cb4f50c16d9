import CSndFile
import Glibc
import Testing

@testable import Capture

/// Files that cannot be read say why: the file, and what is wrong with it.
@Suite struct HostileFileTests {
  @Test(arguments: [
    ("empty.wav", "the file is empty"),
    ("header-only.wav", "the sound file holds no samples"),
    ("not-audio.wav", "not a sound file: Format not recognised."),
    ("no-such-file.wav", "cannot be opened: No such file or directory"),
    (".", "cannot be opened: Is a directory"),
    ("nan.wav", "sample 1234 of channel 1 is not a finite number"),
    ("lost-sync.flac", "damaged near sample 28672: Error : flac decoder lost sync."),
    ("ends-early.flac", "ends after 8000 of 16000 samples"),
    ("truncated.flac", "damaged near sample 12288: Error : flac decoder lost sync."),
  ])
  func theErrorSaysWhatIsWrong(name: String, reason: String) {
    let path = fixture(name)
    let error = #expect(throws: CaptureError.self) { try SoundFile.samples(of: path) }
    #expect(error?.description == "\(path): \(reason)")
  }

  @Test func aChannelMustExist() {
    let path = fixture("stereo-8k.wav")
    for channel in [0, 3] {
      let error = CaptureError.noSuchChannel(path: path, channel: channel, channels: 2)
      #expect(throws: error) { _ = try SoundFile(path: path, channel: channel) }
    }
  }

  @Test func aLimitIsALimit() throws {
    let path = fixture("silence.wav")
    #expect(try SoundFile.samples(of: path, limit: .seconds(1)).count == 16_000)
    #expect(throws: CaptureError.tooLong(path: path, limit: .milliseconds(999))) {
      try SoundFile.samples(of: path, limit: .milliseconds(999))
    }
  }

  @Test(arguments: [3999, 384_001]) func ratesOutsideTheRangeAreRefused(rate: Int) throws {
    let file = try Recording(format: SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate: rate).write(
      hertz: 100, amplitude: 0.1, seconds: 0.1)
    defer { unlink(file) }
    #expect(throws: CaptureError.unsupportedRate(path: file, rate: rate)) { _ = try SoundFile(path: file) }
  }

  @Test func tooManyChannelsAreRefused() throws {
    let file = try Recording(format: SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate: 16_000, channels: 65)
      .write(hertz: 100, amplitude: 0.1, seconds: 0.1)
    defer { unlink(file) }
    #expect(throws: CaptureError.tooManyChannels(path: file, channels: 65)) { _ = try SoundFile(path: file) }
  }

  /// libsndfile closes the descriptor of what it cannot open; whoever opened the file closes its own, once.
  @Test func aFailedOpenLeavesTheDescriptorAlone() throws {
    let bytes = try SoundBytes(path: fixture("not-audio.wav"))
    #expect(throws: CaptureError.self) {
      _ = try SoundDecoder(bytes, SoundPart(range: 0..<bytes.count), mix: SoundMix())
    }
    #expect(fcntl(bytes.descriptor, F_GETFD) >= 0)
  }

  /// The reason of a failed open is libsndfile's global: many at once must not exchange reasons.
  @Test func manyFailuresAtOnceKeepTheirReasons() async {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<2000 {
        group.addTask {
          let path = fixture("not-audio.wav")
          let expected = CaptureError.notAudio(path: path, reason: "Format not recognised.")
          do { _ = try SoundFile(path: path) } catch { return error as? CaptureError == expected }
          return false
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
