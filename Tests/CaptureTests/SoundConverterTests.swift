import Foundation
import Testing

@testable import Capture

@Suite struct SoundConverterTests {
  /// A tone as bytes, the same in every channel.
  private static func tone(_ hertz: Double, rate: Int, sample: SampleFormat, channels: Int, seconds: Double) -> [UInt8]
  {
    (0..<Int(seconds * Double(rate))).flatMap { index -> [UInt8] in
      let value = 0.5 * sin(2 * .pi * hertz * Double(index) / Double(rate))
      let bytes: [UInt8] =
        switch sample {
        case .s16: withUnsafeBytes(of: Int16(value * 32_767).littleEndian) { Array($0) }
        case .packed24: Array(withUnsafeBytes(of: Int32(value * 8_388_607).littleEndian) { Array($0) }.prefix(3))
        default: withUnsafeBytes(of: Int32(value * 2_147_483_647).littleEndian) { Array($0) }
        }
      return (0..<channels).flatMap { _ in bytes }
    }
  }

  @Test(arguments: [8000, 16_000, 44_100, 48_000, 192_000], [SampleFormat.s16, .packed24, .s32])
  func aToneIsTheSameTone(rate: Int, sample: SampleFormat) throws {
    var converter = try SoundConverter(rate: rate, sample: sample, channels: 2)
    let samples = try converter.convert(Self.tone(500, rate: rate, sample: sample, channels: 2, seconds: 0.5))
    // The resampler keeps the last few samples back.
    #expect((7000...8000).contains(samples.count))
    guard samples.count > 6000 else { return }
    let middle = samples[2000..<6000]
    #expect(abs(middle.map { $0 * $0 }.reduce(0, +) / 4000 - 0.125) < 0.002)
    let crossings = zip(middle, middle.dropFirst()).count { $0 < 0 && $1 >= 0 }
    #expect((124...126).contains(crossings))
  }

  /// Portions make no difference.
  @Test func anyPortionsGiveTheSameSamples() throws {
    let bytes = Self.tone(500, rate: 44_100, sample: .s16, channels: 1, seconds: 0.3)
    func convert(_ portion: Int) throws -> [Float] {
      var converter = try SoundConverter(rate: 44_100, sample: .s16, channels: 1)
      return try stride(from: 0, to: bytes.count, by: portion).flatMap {
        try converter.convert(Array(bytes[$0..<min($0 + portion, bytes.count)]))
      }
    }
    let (small, large) = try (convert(882), convert(bytes.count))
    #expect(zip(small, large).allSatisfy { abs($0 - $1) < 1e-6 } && abs(small.count - large.count) < 64)
  }

  @Test(arguments: [(7999, 1), (192_001, 1), (16_000, 0), (16_000, 9)])
  func whatCannotBeConvertedIsRefused(rate: Int, channels: Int) {
    #expect(throws: CaptureError.self) { _ = try SoundConverter(rate: rate, sample: .s16, channels: channels) }
  }
}
