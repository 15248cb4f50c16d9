import Kernels

/// How large an encoder of OpenAI's Whisper is.
struct EncoderSize: Hashable, Sendable {
  /// The columns of a block's output.
  let width: Int
  /// The heads of a block's attention.
  let heads: Int
  /// The transformer blocks.
  let blockCount: Int

  /// Whisper tiny: 8.2 M parameters.
  static let tiny = EncoderSize(width: 384, heads: 6, blockCount: 4)
  /// Whisper base: 20 M parameters.
  static let base = EncoderSize(width: 512, heads: 8, blockCount: 6)

  /// The columns between the two layers of a block's feed-forward part.
  var inner: Int { 4 * width }
  /// The blocks that the phone head hears.
  var heard: Range<Int> { blockCount - 3..<blockCount }
}

extension EncoderSize {
  /// The size of the encoder in a file, by its first convolution; tiny's where that has no known width, so that the error
  /// which follows names the tensor.
  init(of tensors: SafeTensors) {
    let width = tensors.shape(of: "encoder.conv1.weight")?.first
    self = [.base].first { $0.width == width } ?? .tiny
  }
}
