/// How large an encoder of OpenAI's Whisper is.
struct EncoderSize: Hashable, Sendable {
  /// The columns of a block's output.
  let width: Int
  /// The heads of a block's attention.
  let heads: Int
  /// The transformer blocks.
  let blockCount: Int

  /// Whisper tiny: 7.6 M parameters.
  static let tiny = EncoderSize(width: 384, heads: 6, blockCount: 4)
  /// Whisper base: 19.8 M parameters.
  static let base = EncoderSize(width: 512, heads: 8, blockCount: 6)

  /// The columns between the two layers of a block's feed-forward part.
  var inner: Int { 4 * width }
  /// The blocks that the phone head hears.
  var heard: Range<Int> { blockCount - 3..<blockCount }
}
