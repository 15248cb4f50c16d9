/// Makes one channel of many: the mean of all, or one of them.
struct ChannelMixer {
  private let channels: Int
  private let heard: Range<Int>
  private let scale: Float

  /// - Parameters:
  ///   - channels: how many samples stand side by side in the interleaved sound.
  ///   - selected: the channel to hear, from 0; nil for the mean of all.
  ///   - scale: what every sample is multiplied by.
  init(channels: Int, selected: Int?, scale: Float = 1) {
    self.channels = channels
    self.scale = scale
    heard = selected.map { $0..<$0 + 1 } ?? 0..<channels
  }

  /// Where a value stands that is infinite or not a number; both count from 0.
  struct NotFinite: Error {
    let sample: Int
    let channel: Int
  }

  /// Mixes the first `count` samples a channel of `interleaved` into `output`.
  func mix(_ interleaved: Span<Float>, count: Int, into output: inout MutableSpan<Float>) throws(NotFinite) {
    let weight = 1 / Float(heard.count)
    for sample in 0..<count {
      var sum: Float = 0
      for channel in heard {
        let value = interleaved[sample * channels + channel]
        guard value.isFinite else { throw NotFinite(sample: sample, channel: channel) }
        sum += weight * value
      }
      output[sample] = sum * scale
    }
  }
}
