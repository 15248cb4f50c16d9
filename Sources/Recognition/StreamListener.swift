import Aligner
import Kernels

/// What one thread needs to hear streams.
struct StreamingBuffers: ~Copyable {
  var workspace = StreamingModel.Workspace()
  /// For what would be heard if a stream ended.
  let copy: AcousticStream

  init(_ model: StreamingModel) { copy = model.stream() }
}

/// One sound on its way through a streaming network, with the room at its edges that it lacks (see `CutEdges`).
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

  private var edges = CutEdges()
  /// The first samples, until there are enough to tell what has to be put before them; nil when the network has them.
  private var beginning: [Float]? = []
  private var sampleCount = 0
  private var wanted = WantedFrames()
  /// How many of the frames that were said last lie before the first sample.
  private(set) var lead = 0

  /// So many samples tell how a recording begins.
  private static let beginningCount = CutEdges.enough * CutEdges.frame

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
    if wanted.takes() { said.append(frame, memory) }
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
    var wanted = wanted
    if beginning != nil { (wanted, lead) = (WantedFrames(edges), min(edges.before(), CutEdges.reach)) }
    wanted.end(after: sampleCount, edges)
    let before = beginning.map { edges.noise(frames: edges.before()) + $0 } ?? []
    let rest = before + edges.noise(frames: edges.after)
    loan.use { buffers in
      buffers.copy.copy(stream)
      model.hear(rest.span, in: buffers.copy, using: &buffers.workspace) { if wanted.takes() { frames.append($1, $2) } }
      model.finish(buffers.copy, using: &buffers.workspace) { if wanted.takes() { frames.append($1, $2) } }
    }
    return frames
  }

  /// Ends the sound; the next one can begin.
  ///
  /// - Returns: all frames that were not returned before.
  func finish() -> HeardFrames {
    begin()
    wanted.end(after: sampleCount, edges)
    feed(edges.noise(frames: edges.after).span)
    let stream = begun()
    loan.use { buffers in model.finish(stream, using: &buffers.workspace) { say($1, $2) } }
    defer { reset() }
    return said
  }

  /// Forgets the sound so far.
  func reset() {
    stream = nil
    said = nothing
    edges.removeAll()
    (beginning, sampleCount, wanted) = ([], 0, WantedFrames())
  }

  /// Hears the chunks that wait, of listeners to the same network, in one go through its weights.
  static func hearWaiting(_ listeners: [StreamListener]) {
    let streams = listeners.compactMap { $0.isWaiting ? $0.stream : nil }
    guard let first = listeners.first, streams.count == listeners.count else { return }
    first.loan.use { buffers in
      first.model.step(streams, using: &buffers.workspace) { listeners[$0].say($1, $2) }
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

/// Which of the frames that a network says are of use: those of a recording, and of the room around it what is in reach.
private struct WantedFrames {
  /// How many are still to come that are of no use.
  private var useless = 0
  private var lead = 0
  private var count = 0
  private var end = Int.max

  /// All of them.
  init() {}

  /// Those after the room that a recording is given that begins so.
  init(_ edges: CutEdges) {
    lead = min(edges.before(), CutEdges.reach)
    useless = edges.before() - lead
  }

  /// The recording has so many samples, and such edges; what comes after them is room.
  mutating func end(after samples: Int, _ edges: CutEdges) {
    end = lead + CutEdges.frameCount(samples: samples) + min(edges.after, CutEdges.reach)
  }

  /// Whether the next frame is of use.
  mutating func takes() -> Bool {
    if useless > 0 {
      useless -= 1
      return false
    }
    count += 1
    return count <= end
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
