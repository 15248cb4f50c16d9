/// What the channels of a sound have in common, and how great its samples are: found out before it is heard.
struct SoundSurvey {
  private let channels: Int
  private var count = 0.0
  private var sums: [Double]
  private var squares: [Double]
  private var meanSum = 0.0
  private var meanSquare = 0.0
  private(set) var peak: Float = 0

  /// Below this share of what channels without anything in common would have, the mean has lost the sound.
  private static let leastShare = 0.25
  /// Above it, they have something in common.
  private static let commonShare = 1.2
  /// The share of the loudest channel's energy that another one has to have to count.
  private static let leastActivity = 0.01
  /// The energy of a sample that is heard by nobody.
  private static let silence = 1e-10
  /// A higher sample is none of a sound of full scale 1.
  private static let highest: Float = 8

  init(channels: Int) {
    self.channels = channels
    sums = Array(repeating: 0, count: channels)
    squares = Array(repeating: 0, count: channels)
  }

  /// Takes in samples, of which `frames` a channel.
  mutating func add(_ interleaved: Span<Float>, frames: Int) {
    for frame in 0..<frames {
      var sum = 0.0
      for channel in 0..<channels {
        let sample = interleaved[frame * channels + channel]
        // What is no number is told when it is heard.
        guard sample.isFinite else { continue }
        peak = max(peak, abs(sample))
        let value = Double(sample)
        sums[channel] += value
        squares[channel] += value * value
        sum += value
      }
      let mean = sum / Double(channels)
      meanSum += mean
      meanSquare += mean * mean
    }
    count += Double(frames)
  }

  /// What a sample of full scale is, where integers are stored as floating-point numbers.
  var fullScale: Int? {
    guard peak > Self.highest else { return nil }
    return [7, 15, 23, 31].map { 1 << $0 }.first { peak <= 1.01 * Float($0) } ?? Int(min(peak, 1e18))
  }

  /// The energy of each channel, without its offset.
  private var energies: [Double] { zip(squares, sums).map { Self.energy($0, $1, count) } }

  private static func energy(_ squares: Double, _ sum: Double, _ count: Double) -> Double {
    count > 0 ? max(0, squares / count - (sum / count) * (sum / count)) : 0
  }

  /// The channel to hear alone, from 0, and what there is to say of them.
  var verdict: (channel: Int?, warnings: [SoundWarning]) {
    guard channels > 1 else { return (nil, []) }
    let energies = energies
    let scale = Double(fullScale ?? 1)
    let silence = Self.silence * scale * scale
    let loud = energies.indices.filter { energies[$0] > silence }
    let highest = energies.max() ?? 0
    // Of those that are as loud, the first one.
    guard let loudest = loud.first(where: { energies[$0] >= 0.99 * highest }) else { return (nil, []) }
    var warnings: [SoundWarning] = []
    if loud.count < channels {
      warnings.append(.silentChannels(energies.indices.filter { energies[$0] <= silence }.map { $0 + 1 }))
    }
    guard loud.count > 1 else { return (nil, warnings) }
    // The energy of the mean where the channels have nothing in common.
    let expected = energies.reduce(0, +) / Double(channels * channels)
    let share = Self.energy(meanSquare, meanSum, count) / expected
    if share < Self.leastShare { return (loudest, warnings + [.channelsCancel(heard: loudest + 1)]) }
    let active = energies.count { $0 > Self.leastActivity * energies[loudest] }
    if active > 1, share < Self.commonShare { warnings.append(.channelsDiffer(count: active)) }
    return (nil, warnings)
  }
}
