import Kernels
import Spectrum

/// The encoder of OpenAI's Whisper: log-mel frames to the outputs of its transformer blocks, 50 frames a second.
///
/// Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022. Whisper pads every sound to
/// 30 s; here the network sees the segment's own frames only, in training too. Whisper's final layer norm is not used.
struct AudioEncoder: Sendable {
  /// The longest output, in frames: 30 s.
  static let maximumFrames = 1500

  /// The buffers of a call; reused, they grow to the longest segment that was seen.
  struct Workspace: Sendable {
    /// The network's input: normalised log-mel, [2 T, 80] or one frame less.
    var mel = Matrix()
    fileprivate var stem = Matrix()
    /// What the blocks add to, [T, width].
    fileprivate var residual = Matrix()
    fileprivate var block = TransformerBlock.Workspace()
  }

  private let first: Convolution
  private let second: Convolution
  private let positions: Matrix
  private let blocks: [TransformerBlock]

  /// Takes the weights from the tensors `encoder.…`, whose shapes are checked.
  init(_ tensors: SafeTensors, size: EncoderSize) throws(SafeTensorsError) {
    let width = size.width
    first = try tensors.convolution(
      "encoder.conv1", inputs: LogMelSpectrogram.bands, outputs: width, kernel: 3, geometry: .init(padding: 1))
    second = try tensors.convolution(
      "encoder.conv2", inputs: width, outputs: width, kernel: 3, geometry: .init(stride: 2, padding: 1))
    var blocks: [TransformerBlock] = []
    for index in 0..<size.blockCount {
      blocks.append(try TransformerBlock(tensors, prefix: "encoder.blocks.\(index)", size: size))
    }
    self.blocks = blocks
    positions = .sinusoids(rows: Self.maximumFrames, columns: width)
  }

  /// The frames that come of so many log-mel frames: half of them, rounded up.
  static func frameCount(melFrames: Int) -> Int { (melFrames + 1) / 2 }

  /// Encodes `workspace.mel`.
  ///
  /// - Parameter block: called for each block in turn with its index and its output, [T, width].
  /// - Precondition: at most 1,500 frames come of it.
  func encode(using workspace: inout Workspace, _ block: (Int, Matrix) -> Void) {
    precondition(Self.frameCount(melFrames: workspace.mel.rows) <= Self.maximumFrames)
    first.apply(to: workspace.mel, into: &workspace.stem)
    workspace.stem.applyGELU()
    second.apply(to: workspace.stem, into: &workspace.residual)
    workspace.residual.applyGELU()
    workspace.residual.addRows(of: positions)
    for (index, transformer) in blocks.enumerated() {
      transformer.apply(to: &workspace.residual, using: &workspace.block)
      block(index, workspace.residual)
    }
  }
}
