/// Samples as the events that carry them: a tenth of a second each.
public struct SpeechChunks: Sequence, Sendable {
  /// The samples of an event.
  public static let length = AudioFormat.speech.rate / 10

  private let samples: ArraySlice<Float>

  /// - Parameter samples: 16 kHz, one channel; what is beyond ±1 is clipped, and what is no number is silence.
  public init(_ samples: some Collection<Float>) { self.samples = ArraySlice(samples) }

  /// The events in their order.
  public func makeIterator() -> some IteratorProtocol<AudioChunk> {
    stride(from: samples.startIndex, to: samples.endIndex, by: Self.length).lazy.map { start in
      AudioChunk(
        format: .speech, samples: Self.pcm(samples[start..<Swift.min(start + Self.length, samples.endIndex)]))
    }.makeIterator()
  }

  /// 16-bit samples, little-endian.
  private static func pcm(_ samples: ArraySlice<Float>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * 2)
    for sample in samples {
      let clipped = sample.isNaN ? 0 : Swift.max(-1, Swift.min(1, sample))
      let value = UInt16(bitPattern: Int16((clipped * 32_767).rounded()))
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }
    return bytes
  }
}
