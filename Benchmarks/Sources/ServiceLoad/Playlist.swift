import Wire

/// Recordings behind one another, from the beginning again after the last one, as portions of sound.
///
/// A place in it is a number of portions from the beginning of the first round.
struct Playlist: Sendable {
  /// How long a portion is.
  static let portion = Duration.milliseconds(100)
  /// The silence behind each recording, in portions: longer than the server ever waits for more, and time to answer.
  private static let pause = 20

  /// The portions of a round.
  private let portions: [Event]
  /// Where each recording begins in a round.
  private let starts: [Int]

  /// - Parameter recordings: 16 kHz, one channel; at least one.
  init(_ recordings: [[Float]]) {
    var portions: [Event] = []
    var starts: [Int] = []
    for recording in recordings {
      starts.append(portions.count)
      portions += SpeechChunks(Self.padded(recording)).map(\.event)
    }
    self.portions = portions
    self.starts = starts
  }

  /// The recordings.
  var count: Int { starts.count }
  /// How long a round is.
  var duration: Duration { Self.portion * portions.count }
  /// How long the longest recording is, with its silence.
  var longest: Duration {
    Self.portion * (zip(starts, starts.dropFirst() + [portions.count]).map { $1 - $0 }.max() ?? 0)
  }

  /// The portion at a place.
  subscript(place: Int) -> Event { portions[place % portions.count] }

  /// What is played at a place.
  func play(at place: Int) -> Play {
    let recording = starts.lastIndex { $0 <= place % portions.count } ?? 0
    return play(numbered: place / portions.count * count + recording)
  }

  /// The plays that begin in a range of places.
  func plays(in places: Range<Int>) -> [Play] {
    guard !places.isEmpty else { return [] }
    let (first, last) = (play(at: places.lowerBound), play(at: places.upperBound - 1))
    return (first.number...last.number).map(play(numbered:)).filter { places.contains($0.start) }
  }

  private func play(numbered number: Int) -> Play {
    let (round, recording) = number.quotientAndRemainder(dividingBy: count)
    return Play(number: number, recording: recording, start: round * portions.count + starts[recording])
  }

  /// The recording with silence behind it, in whole portions.
  private static func padded(_ recording: [Float]) -> [Float] {
    let portion = SpeechChunks.length
    let count = (recording.count + portion - 1) / portion * portion + pause * portion
    // Silence of a line, not of a file: a step of the lowest bit now and then.
    return recording + (recording.count..<count).map { $0 % 7 == 0 ? 1 / 32_768 : 0 }
  }
}
