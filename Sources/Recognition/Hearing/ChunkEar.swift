import Aligner

/// What one thread needs to hear streams.
struct StreamingBuffers: ~Copyable {
  var workspace = StreamingModel.Workspace()
  /// For what would be heard if a stream ended.
  let copy: AcousticStream

  init(_ model: StreamingModel) { copy = model.stream() }
}

/// Hears sound in chunks as it comes, through a streaming network, each frame once.
final class ChunkEar: Ear {
  let calibration = Confidence.Calibration.chunks
  let givesRoom = true

  private let model: StreamingModel
  private let loan: Loan<StreamingBuffers>
  private let withMemories: Bool
  /// Made with the first sound and gone with the last: whoever hears none needs no memory.
  private var stream: AcousticStream?
  /// Frames that were said and not asked for.
  private var said = HeardSound()

  private var edges = CutEdges()
  /// The first samples, until there are enough to tell what has to be put before them; nil when the network has them.
  private var beginning: [Float]? = []
  private var sampleCount = 0
  private var wanted = WantedFrames()
  /// How many of the frames that were said last lie before the first sample.
  private var lead = 0

  /// So many samples tell how a recording begins.
  private static let beginningCount = CutEdges.enough * CutEdges.frame

  init(_ model: StreamingModel, _ loan: Loan<StreamingBuffers>, withMemories: Bool) {
    self.model = model
    self.loan = loan
    self.withMemories = withMemories
  }

  /// Whether a chunk is complete and waits to be heard.
  var isWaiting: Bool { stream?.isReady ?? false }

  var waitingChunk: WaitingChunk? { WaitingChunk(self) }

  func take(_ samples: Span<Float>) {
    var samples = samples
    sampleCount += samples.count
    if let count = beginning?.count {
      let first = samples.extracting(first: min(samples.count, Self.beginningCount - count))
      edges.append(first)
      for index in first.indices { beginning?.append(first[index]) }
      samples = samples.extracting(droppingFirst: first.count)
      if sampleCount < Self.beginningCount { return }
      begin()
    }
    edges.append(samples)
    feed(samples)
  }

  /// Hands the first samples on, with room before them.
  private func begin() {
    guard let samples = beginning else { return }
    beginning = nil
    (wanted, lead) = (WantedFrames(edges), min(edges.before(), CutEdges.reach))
    feed((edges.noise(frames: edges.before()) + samples).span)
  }

  private func feed(_ samples: Span<Float>) {
    let stream = begun()
    loan.use { buffers in
      var taken = 0
      while taken < samples.count {
        if stream.isReady { model.step([stream], using: &buffers.workspace) { say($1, $2) } }
        taken += model.append(samples.extracting(taken..<samples.count), to: stream, using: &buffers.workspace)
      }
    }
  }

  private func say(_ frame: Span<Float>, _ memory: Span<Float>) {
    if wanted.takes() { append(frame, memory, to: &said) }
  }

  private func append(_ frame: Span<Float>, _ memory: Span<Float>, to sound: inout HeardSound) {
    if withMemories { sound.append(frame, memory) } else { sound.append(frame) }
  }

  /// What was said and was not asked for.
  private func takeSaid() -> HeardSound {
    var sound = HeardSound()
    swap(&sound, &said)
    sound.lead = lead
    return sound
  }

  func hear() -> HeardSound {
    if isWaiting { Self.hearWaiting([self]) }
    return takeSaid()
  }

  func foresee() -> HeardSound {
    let stream = begun()
    var sound = HeardSound()
    var wanted = wanted
    if beginning != nil { (wanted, lead) = (WantedFrames(edges), min(edges.before(), CutEdges.reach)) }
    wanted.end(after: sampleCount, edges)
    let before = beginning.map { edges.noise(frames: edges.before()) + $0 } ?? []
    let rest = before + edges.noise(frames: edges.after)
    loan.use { buffers in
      buffers.copy.copy(stream)
      func say(_ frame: Span<Float>, _ memory: Span<Float>) {
        if wanted.takes() { append(frame, memory, to: &sound) }
      }
      model.hear(rest.span, in: buffers.copy, using: &buffers.workspace) { say($1, $2) }
      model.finish(buffers.copy, using: &buffers.workspace) { say($1, $2) }
    }
    sound.lead = lead
    return sound
  }

  func finish() -> HeardSound {
    begin()
    wanted.end(after: sampleCount, edges)
    feed(edges.noise(frames: edges.after).span)
    let stream = begun()
    loan.use { buffers in model.finish(stream, using: &buffers.workspace) { say($1, $2) } }
    defer { reset() }
    return takeSaid()
  }

  func reset() {
    stream = nil
    said = HeardSound()
    edges.removeAll()
    (beginning, sampleCount, wanted) = ([], 0, WantedFrames())
  }

  /// Hears the chunks that wait, of ears with the same network, in one go through its weights.
  static func hearWaiting(_ ears: [ChunkEar]) {
    let streams = ears.compactMap { $0.isWaiting ? $0.stream : nil }
    guard let first = ears.first, streams.count == ears.count else { return }
    first.loan.use { buffers in
      first.model.step(streams, using: &buffers.workspace) { ears[$0].say($1, $2) }
    }
  }

  /// Whether another one hears with the same network.
  func shares(_ other: ChunkEar) -> Bool { loan === other.loan }

  var byteCount: Int { (stream?.byteCount ?? 0) + said.byteCount }

  private func begun() -> AcousticStream {
    if let stream { return stream }
    let new = model.stream()
    stream = new
    return new
  }
}
