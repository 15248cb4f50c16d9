/// Something about a sound that was heard as well as it can be, and that a person should know.
public enum SoundWarning: Hashable, Sendable {
  /// The file ends after so many seconds; how many its header promises is nil where that is not known.
  case truncated(seconds: Double, expected: Double?)
  /// The header tells no length, though samples follow.
  case noLength
  /// More samples follow than the header tells of.
  case longerThanTold
  /// Several recordings stand in the file, one after the other.
  case recordings(count: Int)
  /// Integers are stored as floating-point numbers; `fullScale` was taken for 1.
  case integers(fullScale: Int)
  /// The channels cancel each other out, so that one of them is heard, counted from 1.
  case channelsCancel(heard: Int)
  /// The channels have little in common, and their mean is heard.
  case channelsDiffer(count: Int)
  /// Channels of silence, counted from 1.
  case silentChannels([Int])
  /// So much of the sound, in percent, is at full scale.
  case clipped(percent: Double)
  /// The mean of the samples is far from 0.
  case offset(Double)
  /// Hardly anything is there; the highest sample, in dB relative to full scale.
  case nearlySilent(decibels: Double)
  /// Every sample is 0.
  case silent
  /// What the decoder's library had to say.
  case decoder(String)
}

extension SoundWarning: CustomStringConvertible {
  /// What is wrong, without the file's name.
  public var description: String {
    switch self {
    case .truncated(let seconds, let expected?):
      "the file ends early: \(Self.short(seconds)) of \(Self.short(expected)) s are there"
    case .truncated(let seconds, nil): "the file ends early, after \(Self.short(seconds)) s"
    case .noLength: "its header tells no length; it is heard to the end of the file"
    case .longerThanTold: "it is longer than its header tells; it is heard to the end of the file"
    case .recordings(let count): "\(count) recordings stand in the file one after the other; all are heard"
    case .integers(let fullScale):
      "integers are stored as floating-point numbers; \(fullScale) is taken for full scale"
    case .channelsCancel(let heard):
      "its channels cancel each other out; channel \(heard), the loudest, is heard alone"
    case .channelsDiffer(let count):
      "its \(count) channels have little in common; their mean is heard, --channel hears one"
    case .silentChannels(let channels):
      channels.count == 1
        ? "channel \(channels[0]) is silent"
        : "channels \(channels.map(String.init).joined(separator: ", ")) are silent"
    case .clipped(let percent): "it is clipped: \(Self.short(percent)) % of the samples are at full scale"
    case .offset(let mean): "the samples are \(Self.short(mean)) off zero on average"
    case .nearlySilent(let decibels): "it is nearly silent: \(Self.short(decibels)) dB at the loudest"
    case .silent: "it is silent: every sample is 0"
    case .decoder(let text): "the decoder says: \(text)"
    }
  }

  /// With two decimal places at most.
  private static func short(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    guard rounded == rounded.rounded(), abs(rounded) < 1e15 else { return "\(rounded)" }
    return "\(Int(rounded))"
  }
}
