import Capture
import Wire

/// A portion of sound that waits to be heard: at most a tenth of a second, so that no client keeps others waiting for longer.
struct SoundPortion: Sendable {
  /// The samples.
  enum Content: Sendable {
    /// As a client has sent them.
    case bytes([UInt8], AudioFormat)
    /// 16 kHz, one channel, -1...1.
    case samples([Float])
  }

  var content: Content
  /// When the last of it came.
  var arrival: ContinuousClock.Instant

  /// The seconds that it lasts.
  var seconds: Double {
    switch content {
    case .bytes(let bytes, let format): Double(bytes.count / (format.frameBytes ?? 1)) / Double(format.rate)
    case .samples(let samples): Double(samples.count) / Double(AudioFormat.speech.rate)
    }
  }

  /// The memory that it needs.
  var byteCount: Int {
    switch content {
    case .bytes(let bytes, _): bytes.count
    case .samples(let samples): samples.count * MemoryLayout<Float>.size
    }
  }

  /// Cuts a client's portion.
  static func portions(of chunk: AudioChunk, arrival: ContinuousClock.Instant) -> [SoundPortion] {
    let length = max(1, chunk.format.rate / 10) * (chunk.format.frameBytes ?? 1)
    return stride(from: 0, to: chunk.samples.count, by: length).map { start in
      let bytes = chunk.samples[start..<min(start + length, chunk.samples.count)]
      return SoundPortion(content: .bytes(Array(bytes), chunk.format), arrival: arrival)
    }
  }
}

extension AudioFormat {
  /// How its samples are stored; nil where they cannot be heard.
  var sample: SampleFormat? {
    switch width {
    case 2: .s16
    case 3: .packed24
    case 4: .s32
    default: nil
    }
  }

  /// Why it cannot be heard, for people; nil where it can.
  var problem: String? {
    if sample == nil { return "\(width) bytes a sample; 2, 3 and 4 can be heard" }
    if !SoundConverter.rates.contains(rate) {
      return "\(rate) Hz; \(SoundConverter.rates.lowerBound) to \(SoundConverter.rates.upperBound) Hz can be heard"
    }
    if !(1...SoundConverter.maximumChannels).contains(channels) {
      return "\(channels) channels; 1 to \(SoundConverter.maximumChannels) can be heard"
    }
    return nil
  }
}
