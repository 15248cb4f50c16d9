import Testing

@testable import Capture

@Suite struct SampleFormatTests {
  /// Little-endian bytes, and what they stand for.
  @Test(
    arguments: [
      (SampleFormat.s16, [0x00, 0x40, 0x00, 0x80], [0.5, -1]),
      (.packed24, [0x00, 0x00, 0x40, 0x00, 0x00, 0x80], [0.5, -1]),
      // The fourth byte of S24_LE may hold anything.
      (.s24, [0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x80, 0x7F], [0.5, -1]),
      (.s32, [0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x80], [0.5, -1]),
      // 0.5, and a number that is none.
      (.float, [0x00, 0x00, 0x00, 0x3F, 0x00, 0x00, 0xC0, 0x7F], [0.5, 0]),
    ] as [(SampleFormat, [UInt8], [Float])])
  func bytesAreSamples(format: SampleFormat, bytes: [UInt8], expected: [Float]) {
    var samples = [Float](repeating: .nan, count: expected.count)
    var output = samples.mutableSpan
    format.decode(bytes.span, into: &output)
    #expect(samples == expected)
  }
}
