import CSndFile
import Glibc
import Testing

@testable import Capture

@Suite struct SoundFileTests {
  /// A sine stays the sine it was: its length, its frequency and its level, from any rate, format and channel count.
  @Test(arguments: Recording.variants) func aSineStaysASine(_ recording: Recording) throws {
    let file = try recording.write(hertz: 440, amplitude: 0.5, seconds: 1)
    defer { unlink(file) }
    let samples = try SoundFile.samples(of: file)
    #expect(abs(samples.count - 16_000) <= recording.lengthTolerance)
    let fit = SineFit(samples[4000..<12_000], hertz: 440)
    #expect(abs(fit.amplitude - 0.5) < recording.levelTolerance)
    #expect(fit.residual < recording.levelTolerance)
  }

  /// What is above 8 kHz must vanish, not fold back.
  @Test(arguments: [44_100, 48_000, 96_000]) func nothingFoldsBack(rate: Int) throws {
    let file = try Recording(format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, rate: rate).write(
      hertz: 10_000, amplitude: 0.5, seconds: 1)
    defer { unlink(file) }
    let samples = try SoundFile.samples(of: file)
    #expect(samples[2000..<14_000].allSatisfy { abs($0) < 1e-5 })
  }

  @Test(arguments: [1, 159, 1600, 100_000]) func anyBlockSizeGivesTheSameSamples(size: Int) throws {
    let whole = try SoundFile.samples(of: fixture("24bit-48k.wav"))
    var file = try SoundFile(path: fixture("24bit-48k.wav"))
    var (samples, block): ([Float], [Float]) = ([], [Float](repeating: 0, count: size))
    while true {
      var output = block.mutableSpan
      let count = try file.read(into: &output)
      if count == 0 { break }
      samples += block[..<count]
    }
    #expect(samples == whole)
  }

  @Test func channelsAreAveragedOrChosen() throws {
    let path = fixture("stereo-8k.wav")
    let file = try SoundFile(path: path)
    #expect(file.channels == 2)
    #expect(file.rate == 8000)
    let (mean, left, right) = try (
      SoundFile.samples(of: path), SoundFile.samples(of: path, channel: 1), SoundFile.samples(of: path, channel: 2)
    )
    #expect(abs(SineFit(left[4000..<12_000], hertz: 440).amplitude - 0.5) < 1e-3)
    #expect(abs(SineFit(right[4000..<12_000], hertz: 1000).amplitude - 0.25) < 1e-3)
    #expect(abs(SineFit(mean[4000..<12_000], hertz: 440).amplitude - 0.25) < 1e-3)
    #expect(abs(SineFit(mean[4000..<12_000], hertz: 1000).amplitude - 0.125) < 1e-3)
  }

  @Test func aTruncatedWavGivesTheSamplesThatAreThere() throws {
    #expect(try SoundFile.samples(of: fixture("truncated.wav")).count == 4000)
  }

  @Test func silenceIsSilent() throws {
    #expect(try SoundFile.samples(of: fixture("silence.wav")) == [Float](repeating: 0, count: 16_000))
  }
}
