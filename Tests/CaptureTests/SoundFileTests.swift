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

  /// At the rate that is delivered a segment is a piece of the whole; elsewhere the resampler's edges differ.
  @Test(arguments: [
    (SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16_000), (SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 16_000),
    (SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44_100), (SF_FORMAT_OGG | SF_FORMAT_VORBIS, 16_000),
  ])
  func aSegmentIsAPieceOfTheWhole(format: Int, rate: Int) throws {
    let path = try Recording(format: format, rate: rate).write(hertz: 440, amplitude: 0.5, seconds: 3)
    defer { unlink(path) }
    let whole = try SoundFile.samples(of: path)
    let tolerance: Float = rate == 16_000 && format & SF_FORMAT_OGG != SF_FORMAT_OGG ? 0 : 0.01
    for segment in [0.0..<1.0, 0.5..<1.25, 2..<5, 1..<Double.infinity] {
      let samples = try SoundFile.samples(of: path, segment: segment)
      let start = Int(segment.lowerBound * 16_000)
      let end = min(whole.count, segment.upperBound.isFinite ? Int(segment.upperBound * 16_000) : .max)
      #expect(abs(samples.count - (end - start)) <= 2)
      // A resampler that begins in the middle of a sound has to swing in.
      let pairs = zip(samples, whole[start..<end]).dropFirst(rate == 16_000 ? 0 : 200).dropLast(
        rate == 16_000 ? 0 : 200)
      #expect(pairs.allSatisfy { abs($0 - $1) <= tolerance })
    }
    for start in [3.0, 99, 1e300] {
      #expect(throws: CaptureError.noSuchSegment(path: path, start: start)) {
        try SoundFile.samples(of: path, segment: start..<Double.infinity)
      }
    }
    #expect(try SoundFile.samples(of: path, segment: 1..<2, limit: .seconds(1)).count == 16_000)
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
