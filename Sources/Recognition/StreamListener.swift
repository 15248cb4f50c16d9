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
  /// Made with the first sound and gone with the last: whoever hears none needs no memory.
  private var stream: AcousticStream?
  /// Frames that were said and not asked for.
  private var said: HeardFrames

  init(_ model: StreamingModel, _ loan: Loan<StreamingBuffers>, withMemories: Bool) {
    self.model = model
    self.loan = loan
    self.withMemories = withMemories
    said = HeardFrames(withMemories: withMemories)
  }

  /// Nothing.
  var nothing: HeardFrames { HeardFrames(withMemories: withMemories) }
  /// Whether a chunk is complete and waits to be heard.
  var isWaiting: Bool { stream?.isReady ?? false }

  /// Takes in samples at 16 kHz. A chunk that is complete with the last of them may wait to be heard.
  func take(_ samples: Span<Float>) {
    let stream = begun()
    loan.use { buffers in
      var taken = 0
      while taken < samples.count {
        if stream.isReady { model.step([stream], using: &buffers.workspace) { said.append($1, $2) } }
        taken += model.append(samples.extracting(taken..<samples.count), to: stream, using: &buffers.workspace)
      }
    }
  }

  /// Takes in samples at 16 kHz.
  ///
  /// - Returns: all frames that are said and were not returned before.
  func hear(_ samples: Span<Float>) -> HeardFrames {
    take(samples)
    if isWaiting { Self.hearWaiting([self]) }
    defer { said = nothing }
    return said
  }

  /// What `finish` would say, once `hear` has returned everything before it.
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
  /// - Returns: all frames that were not returned before.
  func finish() -> HeardFrames {
    let stream = begun()
    loan.use { buffers in
      model.finish(stream, using: &buffers.workspace) { said.append($1, $2) }
    }
    defer { reset() }
    return said
  }

  /// Forgets the sound so far.
  func reset() {
    stream = nil
    said = nothing
  }

  /// Hears the chunks that wait, of listeners to the same network, in one go through its weights.
  static func hearWaiting(_ listeners: [StreamListener]) {
    let streams = listeners.compactMap { $0.isWaiting ? $0.stream : nil }
    guard let first = listeners.first, streams.count == listeners.count else { return }
    first.loan.use { buffers in
      first.model.step(streams, using: &buffers.workspace) { listeners[$0].said.append($1, $2) }
    }
  }

  /// Whether another one listens with the same network.
  func shares(_ other: StreamListener) -> Bool { loan === other.loan }

  /// The bytes that it has of its own.
  var byteCount: Int { (stream?.byteCount ?? 0) + said.byteCount }

  private func begun() -> AcousticStream {
    if let stream { return stream }
    let new = model.stream()
    stream = new
    return new
  }
}

/// A chunk of a recogniser's sound that is complete and has not been heard.
///
/// Recognisers that share ears can have theirs heard together, which costs less than one after another. Whoever does not
/// care need not ask: a chunk is heard by itself as soon as that matters, and what is heard is the same.
public struct WaitingChunk {
  fileprivate let listener: StreamListener

  init?(_ listener: StreamListener) {
    guard listener.isWaiting else { return nil }
    self.listener = listener
  }

  /// Hears chunks of different recognisers.
  public static func hear(_ chunks: [WaitingChunk]) {
    var rest = chunks.map(\.listener)
    while let first = rest.first {
      StreamListener.hearWaiting(rest.filter { $0.shares(first) })
      rest.removeAll { $0.shares(first) }
    }
  }
}
