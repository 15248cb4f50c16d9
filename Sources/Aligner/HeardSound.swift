public import Kernels

/// What a network heard in a stretch of sound: the phones, and behind them what neural fusion works on, where that is wanted.
///
/// It grows frame by frame while sound comes in.
public struct HeardSound: Sendable {
  /// The columns of `memories`.
  public static let width = 384
  /// The most frames whose memories are kept, 2 min: 9 MB. A command is shorter; an hour of them would be 280 MB.
  public static let longest = 6000

  /// What every frame sounds like, [T, 40].
  public private(set) var posteriors: PhonePosteriors
  /// The output of the phone head's last LSTM layer, from which the posteriors are made, [T, 384]; [0, 384] where `isComplete`
  /// does not hold.
  public private(set) var memories: Matrix
  /// How many of the frames lie before the first sample, in room that a tight cut was given.
  public var lead = 0

  /// Posteriors alone; nothing by default.
  public init(posteriors: PhonePosteriors = PhonePosteriors()) {
    self.posteriors = posteriors
    memories = Matrix(columns: Self.width)
  }

  /// - Precondition: `memories` has `width` columns and a row for every frame.
  public init(posteriors: PhonePosteriors, memories: Matrix) {
    precondition(memories.columns == Self.width && memories.rows == posteriors.frameCount)
    self.posteriors = posteriors
    self.memories = memories
  }

  /// The number of frames, T.
  public var frameCount: Int { posteriors.frameCount }
  /// Whether every frame has its memories.
  public var isComplete: Bool { memories.rows == frameCount }

  /// The bytes that it needs.
  public var byteCount: Int {
    (posteriors.logProbabilities.capacity + memories.values.capacity) * MemoryLayout<Float>.size
  }

  /// The frames in `range`.
  ///
  /// - Parameter lead: how many of them lie before the first sample.
  public func frames(_ range: Range<Int>, lead: Int = 0) -> HeardSound {
    var part = self
    part.lead = lead
    guard range != 0..<frameCount else { return part }
    part.posteriors = posteriors.frames(range)
    part.memories = Matrix(columns: Self.width)
    if isComplete { part.memories.append(memories, rows: range) }
    return part
  }

  /// Adds a frame whose memories are not wanted: its log-probabilities [40].
  public mutating func append(_ frame: Span<Float>) {
    posteriors.append(frame)
    forgetMemories()
  }

  /// Adds a frame: its log-probabilities [40], and what the network remembers [384].
  public mutating func append(_ frame: Span<Float>, _ memory: Span<Float>) {
    let isComplete = isComplete
    posteriors.append(frame)
    if isComplete, frameCount <= Self.longest { memories.append(row: memory) } else { forgetMemories() }
  }

  /// Adds what was heard next.
  public mutating func append(_ next: HeardSound) {
    if frameCount == 0 { lead = next.lead }
    let isComplete = isComplete && next.isComplete
    posteriors.append(next.posteriors)
    if isComplete, frameCount <= Self.longest {
      memories.append(next.memories, rows: 0..<next.frameCount)
    } else {
      forgetMemories()
    }
  }

  private mutating func forgetMemories() {
    if memories.rows > 0 { memories = Matrix(columns: Self.width) }
  }
}
