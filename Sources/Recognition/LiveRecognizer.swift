public import Aligner
public import Commands

/// Hears commands in sound that goes on and on.
///
/// Samples go in, in any portions; the portions make no difference to the events that come out. While nothing is loud,
/// only levels are computed. A segment of speech, 12 s at most, is heard while it grows. Every few hundred milliseconds the
/// question is what was said if it ended here, for partial results and for the decision that it has ended. Its result
/// comes from the whole of it: when it ends with silence, what was heard when the silence began is the whole, and nothing
/// is left to hear.
///
/// A segment that is no single command is taken apart into several, where all of it is commands.
public struct LiveRecognizer {
  private var endpointer: Endpointer
  private var recognizer: Recognizer
  /// A decoder at its beginning, of which each segment has a copy.
  private let decoder: CommandDecoder
  private let hearing: Hearing
  private let threshold: Double
  private let partials: Bool
  private let keepsSound: Bool

  /// Samples that are no whole frame yet.
  private var incomplete: [Float] = []
  /// The samples kept: the current segment's, or the last ones before the next.
  private var samples: [Float] = []
  /// The samples of the current segment before those: the network has heard them, and nobody wants them any more.
  private var forgotten = 0
  /// The frame that `samples` begins with.
  private var firstFrame = 0
  private var partial: PartialCommand?
  /// What a streaming network has said of the segment for good.
  private var streamed: StreamedSegment?
  /// What was heard last in the segment, and in how many of its samples.
  private var encoded: (sound: Hearing.Sound, count: Int)?
  /// What is said, if the segment ends there.
  private var whole: CommandPath?
  /// The free phones of the segment so far.
  private var heard = FreePhones()

  private static let frame = SpeechLevel.frame
  /// The frames that are kept for speech to begin in.
  private static let lead = Endpointer.leadIn + 8
  /// What it costs to begin another command: less would let short commands fill up what is none.
  private static let repetition: Float = 4

  /// A recogniser that hears with `model`, which many may share.
  ///
  /// - Parameters:
  ///   - patience: how long to wait for more.
  ///   - partials: whether to tell what seems to be said while somebody speaks. Without, a segment is encoded a third as
  ///     often, and the end of speech in loud noise is noticed up to half a second later.
  public init(
    model: AcousticModel, graph: CommandGraph, settings: Recognizer.Settings = .init(),
    patience: Endpointer.Patience = .default, partials: Bool = true
  ) {
    self.init(
      ears: Ears(model: model), graph: graph, settings: settings, patience: patience, partials: partials)
  }

  /// A recogniser that hears with `ears`, whose buffers it shares with other recognisers.
  ///
  /// - Parameter keepsSound: whether its segments have their samples. Where ears hear sound as it comes, a recogniser that
  ///   need not keep them needs half as much memory.
  public init(
    ears: Ears, graph: CommandGraph, settings: Recognizer.Settings = .init(), patience: Endpointer.Patience = .default,
    partials: Bool = true, keepsSound: Bool = true
  ) {
    self.init(
      graph: graph, settings: settings, patience: patience, partials: partials, keepsSound: keepsSound,
      hearing: ears.hearing(for: settings.fusion))
  }

  /// A recogniser over any source of phone posteriors, as in `Recognizer`; fusion is not neural.
  public init(
    graph: CommandGraph, settings: Recognizer.Settings = .init(), patience: Endpointer.Patience = .default,
    partials: Bool = true, posteriors: @escaping (Span<Float>) throws -> PhonePosteriors
  ) {
    self.init(
      graph: graph, settings: settings, patience: patience, partials: partials, keepsSound: true,
      hearing: .posteriors(posteriors))
  }

  private init(
    graph: CommandGraph, settings: Recognizer.Settings, patience: Endpointer.Patience, partials: Bool,
    keepsSound: Bool, hearing: Hearing
  ) {
    recognizer = Recognizer(graph: graph, settings: settings, hearing: hearing)
    self.hearing = hearing
    self.partials = partials
    self.keepsSound = keepsSound
    var decoding = settings.decoder
    decoding.repetition = Self.repetition
    decoder = CommandDecoder(graph: graph, settings: decoding)
    threshold = settings.threshold
    endpointer = Endpointer(patience, interval: partials ? Endpointer.interval : 3 * Endpointer.interval)
  }

  /// The level of the last 20 ms in dB relative to full scale, without rumble.
  public var decibels: Float { endpointer.decibels }
  /// The sound heard so far, in seconds.
  public var seconds: Double { Self.seconds(endpointer.frameCount) }

  /// The bytes that it has of its own: between two segments the last half a second of sound and little more.
  var byteCount: Int {
    var bytes = (incomplete.capacity + samples.capacity) * MemoryLayout<Float>.size + (streamed?.byteCount ?? 0)
    bytes += (encoded?.sound.posteriors.logProbabilities.capacity ?? 0) * MemoryLayout<Float>.size + heard.byteCount
    if case .stream(let listener) = hearing { bytes += listener.byteCount }
    return bytes + recognizer.byteCount
  }

  /// Takes in samples: 16 kHz, one channel, -1...1.
  ///
  /// - Throws: what the model throws. The segment is lost then, and the next one can begin.
  public mutating func append(_ samples: [Float], _ visit: (LiveEvent) -> Void) throws {
    incomplete += samples
    var taken = 0
    defer { incomplete.removeFirst(taken) }
    while incomplete.count - taken >= Self.frame {
      let frame = taken..<taken + Self.frame
      taken += Self.frame
      keep(frame)
      try act(on: Self.push(incomplete, frame, to: &endpointer), visit)
    }
    if endpointer.isInSpeech, case .stream(let listener) = hearing {
      var segment = takeStreamed(listener)
      segment.take(self.samples.span, listener)
      if !keepsSound {
        segment.forgetSamples()
        forgotten += self.samples.count
        self.samples.removeAll(keepingCapacity: true)
      }
      streamed = segment
    }
  }

  /// Keeps samples of `incomplete`, with room for two seconds more where there is none: twice as much would be too much.
  private mutating func keep(_ frame: Range<Int>) {
    if samples.capacity < samples.count + frame.count {
      samples.reserveCapacity(samples.count + (endpointer.isInSpeech ? 2 * Recognizer.sampleRate : frame.count))
    }
    samples += incomplete[frame]
  }

  /// A chunk of sound that may be heard now, together with those of others.
  public var waitingChunk: WaitingChunk? {
    guard case .stream(let listener) = hearing else { return nil }
    return WaitingChunk(listener)
  }

  /// Sound was lost, or ended, after what was appended: a segment ends here.
  public mutating func interrupt(_ visit: (LiveEvent) -> Void) throws {
    incomplete.removeAll(keepingCapacity: true)
    try act(on: endpointer.interrupt(), visit)
    discard()
  }

  /// Asked while a transcript is searched for, see `Cancellation`.
  public var isCancelled: Cancellation {
    get { recognizer.isCancelled }
    set { recognizer.isCancelled = newValue }
  }

  /// What was said in a segment: one result, or one for each of several commands.
  ///
  /// - Parameter tokens: a transcript of the segment; none by default.
  /// - Throws: what the model and fusion throw.
  public mutating func recognize(
    _ segment: SpeechSegment, with tokens: [TranscriptToken] = []
  ) throws -> [RecognitionResult] {
    for token in tokens { recognizer.append(token) }
    let result = try recognizer.finish(segment.sound, samples: segment.sampleCount)
    return result.interpretation == nil && !segment.commands.isEmpty ? segment.commands : [result]
  }

  private static func push(_ samples: [Float], _ frame: Range<Int>, to endpointer: inout Endpointer)
    -> Endpointer.Action
  {
    endpointer.push(samples.span.extracting(frame))
  }

  private mutating func act(on action: Endpointer.Action, _ visit: (LiveEvent) -> Void) throws {
    switch action {
    case .wait:
      if !endpointer.isInSpeech { forget(before: endpointer.frameCount - Self.lead) }
    case .begin(let frame):
      forget(before: frame)
      visit(.speech(start: Self.seconds(firstFrame)))
    case .encode: try act(on: endpointer.hear(try evidence(visit)), visit)
    case .end(let reason, let speechEnd):
      defer { discard() }
      // Silence has been heard; the other reasons come without warning.
      if reason != .silence { _ = try evidence(visit) }
      if let segment = segment(reason, speechEnd: speechEnd) { visit(.ended(segment)) }
    case .abandon:
      visit(.noise)
      discard()
    }
  }

  /// What the network hears in the segment so far.
  private mutating func evidence(_ visit: (LiveEvent) -> Void) throws -> Endpointer.Evidence {
    let decoder: CommandDecoder
    do { decoder = try hear() } catch {
      discard()
      throw error
    }
    whole = decoder.result()
    if partials { tellPartial(decoder, visit) }
    let path = decoder.partialResult()
    let begin = path.flatMap { decoder.commands(in: $0).dropLast().last?.frameCount } ?? 0
    let lead = encoded?.sound.lead ?? 0
    return Endpointer.Evidence(
      phonesEnd: heard.speech().map { min(endpointer.frameCount, firstFrame + max(0, $0.upperBound - lead)) },
      progress: decoder.progress(phones: heard.phones(in: min(begin, heard.frameCount)..<heard.frameCount).count))
  }

  /// Hears the segment up to here, as if it ended here.
  private mutating func hear() throws -> CommandDecoder {
    if case .stream(let listener) = hearing {
      var segment = takeStreamed(listener)
      segment.hear(samples.span, listener)
      let rest = listener.foresee()
      encoded = (segment.sound(with: rest, lead: listener.lead), forgotten + samples.count)
      var decoder = segment.decoder
      heard = segment.heard
      streamed = segment
      let posteriors = rest.sound(lead: 0).posteriors
      decoder.push(posteriors)
      heard.append(posteriors)
      return decoder
    }
    let sound = try hearing(samples.span)
    encoded = (sound, samples.count)
    var decoder = decoder
    heard.removeAll()
    decoder.push(sound.posteriors)
    heard.append(sound.posteriors)
    return decoder
  }

  /// What was said for good so far, out of its place: nothing is copied when it grows.
  private mutating func takeStreamed(_ listener: StreamListener) -> StreamedSegment {
    streamed.take() ?? StreamedSegment(decoder, listener.nothing)
  }

  private mutating func tellPartial(_ decoder: CommandDecoder, _ visit: (LiveEvent) -> Void) {
    guard heard.speech() != nil, let path = decoder.partialResult(), let last = decoder.commands(in: path).last,
      last.score >= CommandDecoder.leastPerPhone * Float(max(1, last.steps.reduce(0) { $0 + $1.phones }))
    else { return }
    // The best beginning does not say that it may be an end.
    let complete = whole.flatMap { decoder.commands(in: $0).last }
    let command = PartialCommand(complete.flatMap { $0.steps == last.steps ? $0 : nil } ?? last, in: decoder.graph)
    guard command != partial, !command.text.isEmpty else { return }
    partial = command
    visit(.partial(command))
  }

  private func segment(_ reason: Endpointer.Reason, speechEnd: Int) -> SpeechSegment? {
    guard let encoded else { return nil }
    return SpeechSegment(
      samples: keepsSound ? Array(samples.prefix(encoded.count)) : [], sampleCount: encoded.count,
      start: Self.seconds(firstFrame), speechEnd: Self.seconds(speechEnd), end: Self.seconds(endpointer.frameCount),
      reason: reason, sound: encoded.sound, commands: several(encoded.count))
  }

  /// The commands that the segment is made of; none where it is not made of several.
  private func several(_ samples: Int) -> [RecognitionResult] {
    guard let path = whole else { return [] }
    let commands = decoder.commands(in: path)
    guard commands.count > 1 else { return [] }
    var results: [RecognitionResult] = []
    for command in commands {
      let heard = heard.prefix(min(command.frameCount, heard.frameCount))
      let confidence = Confidence(
        Confidence.Features(of: command, in: decoder.graph, heard: heard), hearing.calibration)
      guard confidence.value >= threshold, command.frameCount == heard.frameCount,
        let candidate = Interpretation(path: command, graph: decoder.graph, heard: heard)
      else { return [] }
      var result = RecognitionResult(
        candidate: candidate, confidence: confidence, threshold: threshold, speech: candidate.time,
        seconds: Double(samples) / Double(Recognizer.sampleRate), fusion: nil, timings: .init())
      if hearing.givesRoom { result.shift(lead: encoded?.sound.lead ?? 0) }
      results.append(result)
    }
    return results
  }

  /// Forgets what was kept.
  private mutating func discard() {
    forget(before: endpointer.frameCount)
    (partial, encoded, streamed, whole) = (nil, nil, nil, nil)
    hearing.reset()
    heard = FreePhones()
  }

  private mutating func forget(before frame: Int) {
    guard frame > firstFrame else { return }
    samples.removeFirst(min(samples.count, (frame - firstFrame) * Self.frame - forgotten))
    (firstFrame, forgotten) = (frame, 0)
    // Not more room than is needed until somebody speaks; an array of an array would share its memory.
    if samples.capacity > 2 * Self.lead * Self.frame {
      var kept: [Float] = []
      kept.reserveCapacity((Self.lead + 1) * Self.frame)
      kept += samples
      samples = kept
    }
  }

  private static func seconds(_ frames: Int) -> Double { Double(frames) * PhonePosteriors.frameDuration }
}
