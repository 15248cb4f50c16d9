import Aligner
import Kernels

/// What one thread needs to hear streams.
struct StreamingBuffers: ~Copyable {
  var workspace = StreamingModel.Workspace()
  /// For what would be heard if a stream ended.
  let copy: AcousticStream

  init(_ model: StreamingModel) { copy = model.stream() }
}

/// One sound on its way through a streaming network.
///
/// A recogniser has its own, and is not copied while it is used.
final class StreamListener {
  private let model: StreamingModel
  private let loan: Loan<StreamingBuffers>
  private let withMemories: Bool
  /// Made with the first sound: whoever never hears any needs no memory.
  private var stream: AcousticStream?

  init(_ model: StreamingModel, _ loan: Loan<StreamingBuffers>, withMemories: Bool) {
    self.model = model
    self.loan = loan
    self.withMemories = withMemories
  }

  /// Nothing.
  var nothing: HeardFrames { HeardFrames(withMemories: withMemories) }

  /// Takes in samples at 16 kHz.
  ///
  /// - Returns: the frames that are said now.
  func hear(_ samples: Span<Float>) -> HeardFrames {
    let stream = begun()
    var frames = nothing
    loan.use { buffers in
      model.hear(samples, in: stream, using: &buffers.workspace) { frames.append($1, $2) }
    }
    return frames
  }

  /// What `finish` would say.
  func foresee() -> HeardFrames {
    let stream = begun()
    var frames = nothing
    loan.use { buffers in
      buffers.copy.copy(stream)
      model.finish(buffers.copy, using: &buffers.workspace) { frames.append($1, $2) }
    }
    return frames
  }

  /// Ends the sound; the next one can begin.
  ///
  /// - Returns: the frames that were not said before.
  func finish() -> HeardFrames {
    let stream = begun()
    var frames = nothing
    loan.use { buffers in
      model.finish(stream, using: &buffers.workspace) { frames.append($1, $2) }
    }
    return frames
  }

  /// Forgets the sound so far.
  func reset() { stream?.reset() }

  private func begun() -> AcousticStream {
    if let stream { return stream }
    let new = model.stream()
    stream = new
    return new
  }
}
