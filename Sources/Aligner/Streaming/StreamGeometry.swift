/// When a streaming network answers, in frames of 20 ms.
///
/// In each step a chunk of new frames goes through all layers. Block i answers for as many frames, `ahead` frames later than
/// its own input reaches; the head says its frames `ahead` later still. So a frame attends to its chunk, to `left` frames
/// before that and to at least `ahead` frames after it in every block, and nothing is computed twice
/// (training/attune_training/streaming/chunking.py).
public struct StreamGeometry: Hashable, Sendable {
  /// The frames of a step: 8, 16 or 32, for 160, 320 or 640 ms.
  public let chunk: Int
  /// The frames of left context.
  let left: Int
  /// The least frames after it that a frame of each layer hears: 160 ms.
  let ahead: Int

  /// - Precondition: `chunk` and `ahead` are multiples of 8, and `ahead` is no more than `chunk`.
  public init(chunk: Int = 16, left: Int = 128, ahead: Int = 8) {
    precondition(chunk > 0 && chunk.isMultiple(of: 8) && ahead > 0 && ahead.isMultiple(of: 8) && ahead <= chunk)
    self.chunk = chunk
    self.left = left
    self.ahead = ahead
  }

  /// The frames from one that has been heard to the newest that has been said.
  public var delay: Int { (StreamingModel.size.blockCount + 1) * ahead }
  /// How far a block's answers are behind the sound; block -1 is the convolutions.
  func behind(_ block: Int) -> Int { (block + 1) * ahead }
  /// The keys that the queries of a step attend to.
  var keys: Int { left + chunk + ahead }
  /// The keys and values that a stream remembers of a block.
  var remembered: Int { left + ahead }
  /// The log-mel frames that a step needs: those of its frames, two before and one after.
  var melFrames: Int { 2 * chunk + 3 }
}
