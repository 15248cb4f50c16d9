import Foundation
public import Kernels
import Spectrum

/// The network of `AcousticModel` as it hears sound that comes bit by bit: a chunk of frames at a time, each computed once,
/// with limited context on both sides (`StreamGeometry`). Its weights were trained for that.
///
/// What it says does not depend on how the samples came. Streams that are ready at the same time are heard together in one
/// go through the weights; what each says does not depend on the others.
///
/// Immutable and shared by all workers; each has a `Workspace` of its own.
public struct StreamingModel: Sendable {
  /// One worker's buffers.
  public struct Workspace: ~Copyable, Sendable {
    fileprivate var logMel = LogMelStream()
    fileprivate var spectrogram = LogMelSpectrogram()
    fileprivate var products = PackedLinear.Workspace()
    fileprivate var stem = StreamingStem.Workspace()
    fileprivate var block = StreamingBlock.Workspace()
    fileprivate var head = StreamingHead.Workspace()

    /// Empty buffers.
    public init() {}
  }

  /// Called for each frame that is said: the place of its stream among those that were passed, its log-probabilities [40],
  /// and what neural fusion works on [384].
  public typealias Say = (_ stream: Int, _ logProbabilities: Span<Float>, _ memory: Span<Float>) -> Void

  /// How large its encoder is.
  static let size = EncoderSize.tiny

  /// When the network answers.
  public let geometry: StreamGeometry
  /// What the weights say about themselves.
  public let metadata: [String: String]
  private let stem: StreamingStem
  private let blocks: [StreamingBlock]
  private let head: StreamingHead

  /// The model that comes with this module.
  public init(geometry: StreamGeometry = StreamGeometry()) throws(SafeTensorsError) {
    try self.init(path: Self.path(), geometry: geometry)
  }

  /// A model from a file. Every tensor's shape is checked before this returns.
  ///
  /// - Parameter precision: of what is multiplied.
  public init(
    path: String, geometry: StreamGeometry = StreamGeometry(), precision: PackedLinear.Precision = .native
  ) throws(SafeTensorsError) {
    let tensors = try SafeTensors(path: path)
    metadata = tensors.metadata
    self.geometry = geometry
    stem = try StreamingStem(tensors, geometry: geometry, precision: precision)
    var blocks: [StreamingBlock] = []
    for index in 0..<StreamingModel.size.blockCount {
      blocks.append(try StreamingBlock(tensors, block: index, geometry: geometry, precision: precision))
    }
    self.blocks = blocks
    head = try StreamingHead(tensors, geometry: geometry, precision: precision)
  }

  /// The least log10 of a mel band's energy, 8 below the loudest of ordinary speech: a stream does not know its loudest.
  static let floor: Float = -6.5

  /// Where the weights are that come with this module.
  public static func path() throws(SafeTensorsError) -> String {
    try AcousticModel.resource("attune-streaming.safetensors")
  }

  /// A stream at its beginning.
  public func stream() -> AcousticStream { AcousticStream(geometry) }

  /// Takes in samples until they are all in or a chunk is complete; then `step` has to follow.
  ///
  /// - Parameter samples: 16 kHz, mono.
  /// - Returns: how many were taken in.
  public func append(_ samples: Span<Float>, to stream: AcousticStream, using workspace: inout Workspace) -> Int {
    var taken = 0
    swap(&workspace.logMel.position, &stream.position)
    while taken < samples.count, !stream.isReady {
      let piece = taken..<min(samples.count, taken + FrameGeometry.hop)
      workspace.logMel.append(samples.extracting(piece), to: &workspace.spectrogram)
      taken = piece.upperBound
      takeFrames(stream, &workspace)
    }
    swap(&workspace.logMel.position, &stream.position)
    return taken
  }

  /// Hears the next chunk of each stream.
  ///
  /// - Precondition: all are ready, and none is there twice.
  public func step(_ streams: [AcousticStream], using workspace: inout Workspace, say: Say) {
    precondition(streams.allSatisfy { $0.isReady && $0.geometry == geometry })
    hear(
      streams.map { StreamStep(stream: $0, end: $0.heard + geometry.chunk, total: .max) }, using: &workspace, say: say)
    for stream in streams { stream.advance() }
  }

  /// Ends a stream: says everything that it has not said. Afterwards it is at its beginning.
  public func finish(_ stream: AcousticStream, using workspace: inout Workspace, say: Say) {
    swap(&workspace.logMel.position, &stream.position)
    workspace.logMel.finish(to: &workspace.spectrogram)
    takeFrames(stream, &workspace)
    swap(&workspace.logMel.position, &stream.position)
    if stream.isReady { step([stream], using: &workspace, say: say) }
    let total = stream.total
    var end = stream.heard
    while end - geometry.delay < total {
      end += geometry.chunk
      hear([StreamStep(stream: stream, end: end, total: total)], using: &workspace, say: say)
    }
    stream.reset()
  }

  /// Takes in samples, and hears what is complete.
  public func hear(_ samples: Span<Float>, in stream: AcousticStream, using workspace: inout Workspace, say: Say) {
    var taken = 0
    while taken < samples.count {
      taken += append(samples.extracting(taken..<samples.count), to: stream, using: &workspace)
      if stream.isReady { step([stream], using: &workspace, say: say) }
    }
  }

  private func takeFrames(_ stream: AcousticStream, _ workspace: inout Workspace) {
    stream.append(workspace.spectrogram, floor: Self.floor)
    workspace.spectrogram.removeAll()
  }

  private func hear(_ steps: [StreamStep], using workspace: inout Workspace, say: Say) {
    // When streams end, the layers come to their ends one after another.
    let chunk = geometry.chunk
    workspace.block.residual.reshape(rows: steps.count * chunk, columns: StreamingModel.size.width)
    if steps.contains(where: { !$0.isOver(from: $0.end - chunk) }) {
      stem.apply(to: steps, into: &workspace.block.residual, using: &workspace.stem, &workspace.products)
    }
    for (index, block) in blocks.enumerated() {
      let behind = geometry.behind(index) + chunk
      let goesOn = steps.contains { !$0.isOver(from: $0.end - behind) }
      if goesOn { block.apply(to: steps, using: &workspace.block, &workspace.products) }
      head.take(
        goesOn ? workspace.block.residual : nil, ofBlock: index, steps, using: &workspace.head, &workspace.products)
    }
    head.finish(steps, using: &workspace.head, &workspace.products, say: say)
  }
}
