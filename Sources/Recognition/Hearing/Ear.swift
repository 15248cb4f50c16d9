import Aligner

/// What hears one sound on its way through a network, portion by portion; the portions make no difference to what is heard.
///
/// A frame is heard for good once it was returned by `hear` or `finish`: one for every 320 samples at 16 kHz, the last one perhaps
/// incomplete, and some more in the room that a tight cut is given (see `CutEdges`). A recogniser has an ear of its own.
protocol Ear: AnyObject {
  /// What the confidence in what it hears is to be calibrated for.
  var calibration: Confidence.Calibration { get }
  /// Whether tight cuts are given room, which is not to be seen in the times of what was heard.
  var givesRoom: Bool { get }
  /// A chunk of sound that may be heard now, together with those of other ears; only ears that hear in chunks have any.
  var waitingChunk: WaitingChunk? { get }
  /// The bytes that it has of its own.
  var byteCount: Int { get }

  /// Takes in samples: 16 kHz, one channel, -1...1. What is complete with the last of them may wait to be heard.
  func take(_ samples: Span<Float>)

  /// Everything that is heard for good and was not returned before.
  func hear() -> HeardSound

  /// What `finish` would say, once `hear` has returned everything before it. The sound may go on.
  func foresee() -> HeardSound

  /// Ends the sound, and says what was not returned before; the next one can begin.
  func finish() -> HeardSound

  /// Forgets the sound so far.
  func reset()
}
