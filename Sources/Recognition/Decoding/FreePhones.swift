public import Aligner
public import Lexicon

/// The best path through the free phone loop: what was heard where no grammar helps.
public struct FreePhones: Sendable {
  /// The most probable column of each frame; 0 is the blank.
  private var columns: [UInt8] = []
  /// Their log-probabilities.
  private var peaks: [Float] = []

  /// Nothing heard yet.
  public init() {}

  /// The number of frames.
  public var frameCount: Int { columns.count }

  /// The bytes that they need.
  var byteCount: Int { columns.capacity + peaks.capacity * MemoryLayout<Float>.size }

  /// Adds all frames of `posteriors`.
  public mutating func append(_ posteriors: PhonePosteriors) {
    let width = PhonePosteriors.columns
    let values = posteriors.logProbabilities.span
    for frame in 0..<posteriors.frameCount {
      let peak = CommandDecoder.Peak(of: values.extracting(frame * width..<(frame + 1) * width))
      columns.append(UInt8(peak.column))
      peaks.append(peak.logProbability)
    }
  }

  /// What was heard in the first `count` frames.
  func prefix(_ count: Int) -> FreePhones { self[0..<min(count, frameCount)] }

  /// What was heard in some of the frames.
  subscript(frames: Range<Int>) -> FreePhones {
    var part = FreePhones()
    part.columns = Array(columns[frames])
    part.peaks = Array(peaks[frames])
    return part
  }

  /// The first frame of the phone that follows `frame`; nil where none does.
  func nextPhone(after frame: Int) -> Int? {
    columns.indices.dropFirst(frame).first { columns[$0] != 0 && beginsColumn($0) }
  }

  /// Forgets everything heard.
  public mutating func removeAll() {
    columns.removeAll(keepingCapacity: true)
    peaks.removeAll(keepingCapacity: true)
  }

  /// How sure the network is of what it heard, whatever it was: the log-probability of this path from the first phone to
  /// the last one, in nats per phone and at most 0; 0 where there is none.
  public var certainty: Float {
    guard let speech = speech() else { return 0 }
    return peaks[speech].reduce(0, +) / Float(max(1, phones(in: speech).count))
  }

  /// The phones that begin within `frames`; all of them by default.
  public func phones(in frames: Range<Int>? = nil) -> [Phone] {
    (frames ?? columns.indices).compactMap { beginsColumn($0) ? Phone(rawValue: columns[$0]) : nil }
  }

  /// Whether another column was most probable in the frame before.
  private func beginsColumn(_ frame: Int) -> Bool { frame == 0 || columns[frame - 1] != columns[frame] }

  /// From the first frame of the first phone within `frames` to the end of the last one; nil where there is none.
  public func speech(in frames: Range<Int>? = nil) -> Range<Int>? {
    let part = columns[frames ?? columns.indices]
    guard let first = part.firstIndex(where: { $0 != 0 }), let last = part.lastIndex(where: { $0 != 0 }) else {
      return nil
    }
    return first..<last + 1
  }
}
