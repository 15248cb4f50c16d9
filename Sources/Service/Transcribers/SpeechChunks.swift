import Wire

/// Samples as the events that carry them: a tenth of a second each.
struct SpeechChunks: Sequence {
  private static let length = AudioFormat.speech.rate / 10

  private let samples: [Float]

  /// - Parameter samples: 16 kHz, one channel; what is beyond ±1 is clipped.
  init(_ samples: [Float]) { self.samples = samples }

  func makeIterator() -> some IteratorProtocol<Event> {
    stride(from: 0, to: samples.count, by: Self.length).lazy.map { start in
      AudioChunk(
        format: .speech, samples: Self.pcm(samples[start..<Swift.min(start + Self.length, samples.count)])
      ).event
    }.makeIterator()
  }

  /// 16-bit samples, little-endian.
  private static func pcm(_ samples: ArraySlice<Float>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * 2)
    for sample in samples {
      let value = UInt16(bitPattern: Int16((Swift.max(-1, Swift.min(1, sample)) * 32_767).rounded()))
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }
    return bytes
  }
}
