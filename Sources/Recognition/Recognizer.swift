public import Aligner
public import Commands
import Lexicon

/// Understands one segment of sound at a time: samples in, and tokens of a transcript if there is one, a
/// `RecognitionResult` out.
///
/// A recogniser takes samples in any portions; the portions make no difference to the result. A streaming network hears
/// them as they come. Another one hears a segment of up to 24 s as a whole when it ends; a longer one in overlapping
/// windows (see `EncoderWindows`) as it grows, so that memory for sound is bounded. However long it is, a segment is one
/// command.
///
/// The model and the graph are shared. Use one recogniser per worker or stream.
public struct Recognizer {
  /// How commands are searched and judged.
  public struct Settings: Sendable {
    /// The search.
    public var decoder = CommandDecoder.Settings()
    /// The confidence, 0...1, that a command needs to be believed.
    public var threshold = Confidence.defaultThreshold
    /// How a transcript joins the sound.
    public var fusion = Fusion.none

    /// The settings that were tuned on development data.
    public init() {}
  }

  /// The samples of a second.
  public static let sampleRate = 16_000

  /// Asked while a transcript is searched for, see `Cancellation`. Sound is searched to its end.
  public var isCancelled: Cancellation = { false }

  private let hearing: Hearing
  private let settings: Settings
  private let windows: EncoderWindows

  private var decoder: CommandDecoder
  /// Finds the best command with another meaning, while there is something to be found in.
  private var alternatives: AlternativeSearch?
  private let fusion: FusionSearch?
  private var transcript = Transcript()
  /// The whole segment, where fusion may need it.
  private var fusionSound = SegmentSound()
  private var heard = FreePhones()
  private var timings = RecognitionResult.Timings()
  /// The samples from the beginning of the current window on.
  private var samples: [Float] = []
  private var window = 0
  /// The frames that were heard before the first sample.
  private var lead = 0
  private var sampleCount = 0
  private var isSilent = true

  /// A recogniser over any source of phone posteriors.
  ///
  /// - Parameter posteriors: what the network hears in samples at 16 kHz: one frame for every 320 samples, the last one
  ///   perhaps incomplete.
  /// - Precondition: fusion is not neural; the network that fuses needs more than posteriors.
  public init(
    graph: CommandGraph, settings: Settings = Settings(),
    posteriors: @escaping (Span<Float>) throws -> PhonePosteriors
  ) {
    self.init(graph: graph, settings: settings, hearing: .posteriors(posteriors))
  }

  /// A recogniser over any source of posteriors and memories, for every kind of fusion.
  ///
  /// - Parameter sound: what the network hears in samples at 16 kHz: one frame for every 320 samples, the last one
  ///   perhaps incomplete.
  public init(
    graph: CommandGraph, settings: Settings = Settings(), sound: @escaping (Span<Float>) throws -> HeardSound
  ) {
    self.init(graph: graph, settings: settings, hearing: .sound(sound))
  }

  init(graph: CommandGraph, settings: Settings, windows: EncoderWindows = EncoderWindows(), hearing: Hearing) {
    if case (.neural, .posteriors) = (settings.fusion, hearing) {
      preconditionFailure("neural fusion needs memories")
    }
    self.hearing = hearing
    self.settings = settings
    self.windows = windows
    decoder = CommandDecoder(graph: graph, settings: settings.decoder)
    fusion = FusionSearch(settings.fusion, graph: graph, decoding: settings.decoder)
  }

  /// Takes in samples: 16 kHz, one channel, -1...1.
  ///
  /// - Throws: what the model throws. The segment is lost then; call `reset`.
  public mutating func append(_ samples: [Float]) throws {
    sampleCount += samples.count
    isSilent = isSilent && samples.allSatisfy { $0 == 0 }
    if case .stream(let listener) = hearing { return timed(listener) { $0.hear(samples.span) } }
    self.samples += samples
    while self.samples.count > windows.length {
      try decode(windows.length, isLast: false)
      self.samples.removeFirst(windows.hop)
      window += 1
    }
  }

  /// Takes in a token of the segment's transcript. It may come before the sound that it speaks of, with it or after it;
  /// what counts is what stands when the segment ends (see `Transcript`).
  ///
  /// The end of the sound is not the end of the segment: `finish` is, so whoever knows that a transcript is still on its
  /// way should call that when it has come, or when it has been waited for long enough. A result that was given stands,
  /// and a token that comes after `finish` belongs to the next segment.
  public mutating func append(_ token: TranscriptToken) { transcript.append(token) }

  /// Ends the segment, and is ready for the next one.
  ///
  /// A transcript that is longer than what is worked on does not count, which the result says.
  ///
  /// - Throws: what the model throws, and `LexiconError` where the transcript cannot be looked up. The segment is lost
  ///   then; the next one can begin.
  public mutating func finish() throws -> RecognitionResult {
    defer { reset() }
    // Digital silence has no shape that a normalised spectrum could keep, so the network is not asked.
    if case .stream(let listener) = hearing {
      timed(listener) { $0.finish() }
    } else if !isSilent {
      try decode(samples.count, isLast: true)
    }
    return try result()
  }

  /// Ends a segment of which no samples were taken in, since they were heard before: it gives what those samples would
  /// have given.
  ///
  /// - Parameters:
  ///   - sound: what was heard in the segment, which is no longer than a window and is not digital silence.
  ///   - count: the segment's samples.
  mutating func finish(_ sound: Hearing.Sound, samples count: Int) throws -> RecognitionResult {
    defer { reset() }
    (sampleCount, isSilent, lead) = (count, false, sound.lead)
    take(sound, 0..<sound.posteriors.frameCount)
    return try result()
  }

  /// The bytes that it has of its own; little between two segments, but for samples.
  var byteCount: Int {
    decoder.byteCount + (alternatives?.byteCount ?? 0) + fusionSound.byteCount + heard.byteCount
      + samples.capacity * MemoryLayout<Float>.size
  }

  /// Forgets the segment so far.
  public mutating func reset() {
    decoder.reset()
    alternatives = nil
    heard.removeAll()
    transcript.removeAll()
    fusionSound.removeAll()
    timings = RecognitionResult.Timings()
    hearing.reset()
    samples.removeAll(keepingCapacity: true)
    (window, sampleCount, isSilent, lead) = (0, 0, true, 0)
  }

  /// Encodes the first `count` samples at hand and decodes those of their frames that no other window gives.
  private mutating func decode(_ count: Int, isLast: Bool) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let sound = try hearing(samples.span.extracting(..<count), isFirst: window == 0, isLast: isLast)
    lead += sound.lead
    timings.acoustics += clock.now - start
    take(sound, windows.kept(of: sound.posteriors.frameCount, window: window, isLast: isLast))
  }

  /// Decodes what is heard now.
  private mutating func timed(_ listener: StreamListener, _ hear: (StreamListener) -> HeardFrames) {
    let clock = ContinuousClock()
    let start = clock.now
    let frames = hear(listener)
    lead = listener.lead
    let sound = frames.sound(lead: lead)
    timings.acoustics += clock.now - start
    if sound.posteriors.frameCount > 0 { take(sound, 0..<sound.posteriors.frameCount) }
  }

  /// Decodes the frames in `range` of what was heard.
  private mutating func take(_ sound: Hearing.Sound, _ range: Range<Int>) {
    let clock = ContinuousClock()
    let start = clock.now
    let part = sound.posteriors.frames(range)
    heard.append(part)
    decoder.push(part)
    // Where there may be a transcript, the margin is known from fusion, or else looked for at the end.
    if fusion == nil { alternate(part) } else { fusionSound.append(part, sound.memories, range) }
    timings.decoding += clock.now - start
  }

  /// Goes on looking for the best command with another meaning.
  private mutating func alternate(_ posteriors: PhonePosteriors?) {
    // Out of its place, so that nothing is copied.
    var search =
      alternatives.take()
      ?? AlternativeSearch(
        graph: decoder.graph, keys: decoder.graph.meaningKeys, limit: 2, beam: Confidence.Features.highestMargin)
    if let posteriors { search.push(posteriors) }
    alternatives = search
  }

  private mutating func result() throws -> RecognitionResult {
    let frame = PhonePosteriors.frameDuration
    let speech = (isSilent ? nil : heard.speech()).map { Double($0.lowerBound) * frame..<Double($0.upperBound) * frame }
    let heardPath = speech == nil ? nil : decoder.result()
    let (outcome, unread) = speech == nil ? (nil, nil) : try fuse(heardPath)
    let path = outcome.map(\.proposals.first?.path) ?? heardPath
    let candidate = path.flatMap { Interpretation(path: $0, graph: decoder.graph, heard: heard) }
    var result = RecognitionResult(
      candidate: candidate, confidence: path.map { confidence(in: $0, outcome) } ?? .none,
      threshold: settings.threshold,
      speech: candidate?.time ?? speech, seconds: Double(sampleCount) / Double(Self.sampleRate),
      fusion: outcome.map { FusionEvidence($0, graph: decoder.graph, heard: heard) }, timings: timings,
      unread: unread)
    if hearing.givesRoom { result.shift(lead: lead) }
    return result
  }

  private mutating func confidence(in path: CommandPath, _ outcome: FusionSearch.Outcome?) -> Confidence {
    if outcome == nil { alternate(fusion == nil ? nil : fusionSound.posteriors) }
    let margin = outcome?.margin ?? alternatives?.margin() ?? .infinity
    return Confidence(
      Confidence.Features(of: path, in: decoder.graph, heard: heard, margin: margin, text: outcome?.text),
      hearing.calibration)
  }

  /// What sound and transcript propose together; nil where the sound alone decides. And why the transcript was not read.
  private mutating func fuse(
    _ path: CommandPath?
  ) throws(LexiconError) -> (outcome: FusionSearch.Outcome?, unread: LexiconError?) {
    guard fusion != nil, !transcript.isEmpty else { return (nil, nil) }
    let clock = ContinuousClock()
    let start = clock.now
    defer { timings.fusion += clock.now - start }
    do throws(LexiconError) {
      return (try fusion?.outcome(heard: path, in: fusionSound, with: transcript, until: isCancelled), nil)
    } catch {
      guard case .tooLong = error else { throw error }
      return (nil, error)
    }
  }
}

extension PhonePosteriors {
  /// The frames in `range`.
  func frames(_ range: Range<Int>) -> PhonePosteriors {
    guard range != 0..<frameCount else { return self }
    return PhonePosteriors(
      logProbabilities: Array(logProbabilities[range.lowerBound * Self.columns..<range.upperBound * Self.columns]))
  }
}
