/// How a long segment is cut for an encoder that sees a limited stretch at once.
///
/// A segment of up to `length` samples is encoded whole. A longer one is encoded in windows of `length` samples, each
/// beginning `hop` samples after the one before. Where two windows overlap, each gives the frames on its own side of the
/// middle, so that every frame is encoded with at least half an overlap of sound on both sides. The cuts depend on the
/// samples' positions alone, never on how they arrived. Positions are multiples of the frame, so the frames of all
/// windows lie on one grid.
struct EncoderWindows: Hashable, Sendable {
  /// The samples of a frame of posteriors: 20 ms at 16 kHz.
  static let frame = 320

  /// The samples of a window: 24 s, within the 30 s of the encoder's positions.
  let length: Int
  /// The samples that two windows share: 4 s.
  let overlap: Int

  /// - Precondition: both are multiples of two frames, and `overlap` is at most half of `length`.
  init(length: Int = 24 * 16_000, overlap: Int = 4 * 16_000) {
    precondition(length.isMultiple(of: 2 * Self.frame) && overlap.isMultiple(of: 2 * Self.frame))
    precondition(overlap >= 0 && 2 * overlap <= length)
    self.length = length
    self.overlap = overlap
  }

  /// The samples from the beginning of a window to the beginning of the next.
  var hop: Int { length - overlap }

  /// The frames to keep of the window with this index, among the `count` frames that it has.
  func kept(of count: Int, window: Int, isLast: Bool) -> Range<Int> {
    let half = overlap / 2 / Self.frame
    let start = window == 0 ? 0 : min(half, count)
    return start..<(isLast ? count : max(start, count - half))
  }
}
