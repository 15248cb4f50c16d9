public import Aligner
public import Commands
public import Lexicon

/// Understands one segment of sound at a time: samples in, and tokens of a transcript if there is one, a
/// `RecognitionResult` out.
///
/// A recogniser takes samples in any portions; the portions make no difference to the result (see `Ear`). However long it is,
/// a segment is one command.
///
/// The model and the graph are shared. Use one recogniser per worker or stream.
public final class Recognizer {
  /// The samples of a second.
  public static let sampleRate = 16_000

  /// Asked while a transcript is searched for, see `Cancellation`. Sound is searched to its end.
  public var isCancelled: Cancellation = { false }

  private let ear: any Ear
  /// Nil where everything is heard once.
  private let second: SecondHearing?
  private let settings: Settings

  private var decoder: CommandDecoder
  /// Finds the best command with another meaning, while there is something to be found in.
  private var alternatives: AlternativeSearch?
  private let fusion: FusionSearch?
  private var transcript = TokenTranscript()
  /// The whole segment, where fusion may need it, or free parts.
  private var wholeSound = HeardSound()
  /// The samples, where they may be heard again; none where they are too many for that.
  private var samples: [Float]? = []
  private var heard = FreePhones()
  private var timings = RecognitionResult.Timings()
  /// The frames that were heard before the first sample.
  private var lead = 0
  private var sampleCount = 0
  private var isSilent = true

  /// A recogniser of these commands that hears with `ears`, whose buffers it shares with other recognisers.
  ///
  /// - Parameters:
  ///   - commands: what may be said, and how it is understood.
  ///   - ears: hear the sound.
  ///   - secondEars: hear again what is addressed and in doubt after the first hearing; nil where nothing is heard twice. A
  ///     segment of more than half a minute is heard once.
  public convenience init(of commands: CommandSet, ears: Ears, secondEars: SecondEars? = nil) {
    let settings = commands.settings
    self.init(
      graph: commands.graph, settings: settings, ear: ears.ear(for: settings.fusion),
      second: settings.mode == .overheard
        ? nil : secondEars.map { SecondHearing(graph: commands.graph, settings: settings, ears: $0) })
  }

  /// A recogniser over any source of what is heard.
  ///
  /// - Parameters:
  ///   - graph: what may be said.
  ///   - settings: how it is understood.
  ///   - network: what is heard in samples at 16 kHz: one frame for every 320 samples, the last one perhaps incomplete.
  ///     What has no memories is not fused by a network.
  public convenience init(
    graph: CommandGraph, settings: Settings = Settings(), network: @escaping (Span<Float>) -> HeardSound
  ) {
    self.init(graph: graph, settings: settings, ear: WholeEar(givesRoom: false, network: network))
  }

  init(graph: CommandGraph, settings: Settings, ear: any Ear, second: SecondHearing? = nil) {
    self.ear = ear
    self.second = second
    self.settings = settings
    decoder = CommandDecoder(graph: graph, settings: settings.decoder)
    fusion = FusionSearch(settings.fusion, graph: graph, decoding: settings.decoder)
  }

  /// Takes in samples: 16 kHz, one channel, -1...1.
  public func append(_ samples: [Float]) {
    sampleCount += samples.count
    keep(samples)
    isSilent = isSilent && samples.allSatisfy { $0 == 0 }
    hear { ear in
      ear.take(samples.span)
      return ear.hear()
    }
  }

  /// Keeps samples that may have to be heard again.
  private func keep(_ more: [Float]) {
    guard second != nil else { return }
    if sampleCount > Self.longestHeardAgain { samples = nil } else { samples? += more }
  }

  /// So many samples are heard again at most: half a minute.
  private static let longestHeardAgain = 30 * sampleRate

  /// Takes in a token of the segment's transcript. It may come before the sound that it speaks of, with it or after it;
  /// what counts is what stands when the segment ends (see `TokenTranscript`).
  ///
  /// The end of the sound is not the end of the segment: `finish` is, so whoever knows that a transcript is still on its
  /// way should call that when it has come, or when it has been waited for long enough. A result that was given stands,
  /// and a token that comes after `finish` belongs to the next segment.
  public func append(_ token: TranscriptToken) { transcript.append(token) }

  /// Ends the segment, and is ready for the next one.
  ///
  /// A transcript that is longer than what is worked on does not count, which the result says.
  ///
  /// - Throws: `LexiconError` where the transcript cannot be looked up. The segment is lost then; the next one can begin.
  public func finish() throws(LexiconError) -> RecognitionResult {
    defer { reset() }
    // Digital silence has no shape that a normalised spectrum could keep, so the network is not asked.
    if !isSilent { hear { $0.finish() } }
    let result = try result()
    guard let second, let samples else { return result }
    return try second.opinion(on: result, of: samples, with: transcript.tokens, until: isCancelled)
  }

  /// Ends a segment of which no samples were taken in, since they were heard before: it gives what those samples would
  /// have given.
  ///
  /// - Parameters:
  ///   - sound: what was heard in the segment, which is no longer than a window and is not digital silence.
  ///   - count: the segment's samples.
  func finish(_ sound: HeardSound, samples count: Int) throws(LexiconError) -> RecognitionResult {
    defer { forget() }
    (sampleCount, isSilent) = (count, false)
    take(sound)
    return try result()
  }

  /// The bytes that it has of its own, without its ear's; little between two segments.
  var byteCount: Int {
    decoder.byteCount + (alternatives?.byteCount ?? 0) + wholeSound.byteCount + heard.byteCount
  }

  /// Forgets the segment so far.
  public func reset() {
    ear.reset()
    forget()
  }

  /// Forgets the segment so far, but for what the ear has of another one.
  private func forget() {
    decoder.reset()
    alternatives = nil
    heard.removeAll()
    transcript.removeAll()
    samples = []
    wholeSound = HeardSound()
    timings = RecognitionResult.Timings()
    (sampleCount, isSilent, lead) = (0, true, 0)
  }

  /// Hears, and decodes what is heard.
  private func hear(_ body: (any Ear) -> HeardSound) {
    let clock = ContinuousClock()
    let start = clock.now
    let sound = body(ear)
    timings.acoustics += clock.now - start
    if sound.frameCount > 0 { take(sound) }
  }

  /// Decodes what was heard.
  private func take(_ sound: HeardSound) {
    let clock = ContinuousClock()
    let start = clock.now
    if heard.frameCount == 0 { lead = sound.lead }
    heard.append(sound.posteriors)
    decoder.push(sound.posteriors)
    // Where there may be a transcript, the margin is known from fusion, or else looked for at the end.
    if fusion == nil { alternate(sound.posteriors) }
    if fusion != nil || settings.vocabulary != nil { wholeSound.append(sound) }
    timings.decoding += clock.now - start
  }

  /// Goes on looking for the best command with another meaning.
  private func alternate(_ posteriors: PhonePosteriors?) {
    // Out of its place, so that nothing is copied.
    var search =
      alternatives.take()
      ?? AlternativeSearch(
        graph: decoder.graph, keys: decoder.graph.meaningKeys, limit: 2, beam: Confidence.Features.highestMargin)
    if let posteriors { search.push(posteriors) }
    alternatives = search
  }

  private func result() throws(LexiconError) -> RecognitionResult {
    let frame = PhonePosteriors.frameDuration
    let speech = (isSilent ? nil : heard.speech()).map { Double($0.lowerBound) * frame..<Double($0.upperBound) * frame }
    let heardPath = speech == nil ? nil : decoder.result()
    let (outcome, unread) = speech == nil ? (nil, nil) : try fuse(heardPath)
    let path = outcome.map(\.proposals.first?.path) ?? heardPath
    let free = path.map { freeParts(of: $0, outcome) }
    var candidate = path.flatMap { Interpretation(path: $0, graph: decoder.graph, heard: heard, free: free ?? []) }
    var confidence = Confidence.none
    if let path {
      let rivals = outcome?.rivals(in: decoder.graph) ?? rivals()
      confidence = self.confidence(in: path, against: rivals, outcome)
      candidate?.judge(path, in: decoder.graph, confidence, against: rivals, ear.calibration, in: settings.mode)
    }
    var result = RecognitionResult(
      candidate: candidate, confidence: confidence, threshold: settings.required,
      speech: candidate?.time ?? speech, seconds: Double(sampleCount) / Double(Self.sampleRate),
      fusion: outcome.map { FusionEvidence($0, graph: decoder.graph, heard: heard) }, timings: timings,
      unread: unread)
    if ear.givesRoom { result.shift(lead: lead) }
    return result
  }

  /// What fills the free parts of a path: words of the transcript, or else words that are guessed.
  private func freeParts(of path: CommandPath, _ outcome: FusionSearch.Outcome?) -> [FreePart] {
    var parts: [FreePart] = []
    if let fusion, let outcome {
      let isRelated = outcome.text ?? 0 > 0
      parts = fusion.freeWords(of: path, in: transcript, isRelated: isRelated, wholeSound.posteriors, heard)
        .map { FreePart(written: $0) }
    }
    guard let vocabulary = settings.vocabulary else { return parts }
    let clock = ContinuousClock()
    let start = clock.now
    defer { timings.decoding += clock.now - start }
    return vocabulary.guess(path, in: decoder.graph, wholeSound.posteriors, besides: parts)
  }

  /// What else may have been said, by the sound alone.
  private func rivals() -> [Rival] {
    alternate(fusion == nil ? nil : wholeSound.posteriors)
    return Rival.rivals(alternatives?.finished() ?? [], in: decoder.graph)
  }

  private func confidence(
    in path: CommandPath, against rivals: [Rival], _ outcome: FusionSearch.Outcome?
  ) -> Confidence {
    let margin = rivals.map(\.margin).min() ?? .infinity
    return Confidence(
      Confidence.Features(of: path, in: decoder.graph, heard: heard, margin: margin, text: outcome?.text),
      ear.calibration, in: settings.mode)
  }

  /// What sound and transcript propose together; nil where the sound alone decides. And why the transcript was not read.
  private func fuse(
    _ path: CommandPath?
  ) throws(LexiconError) -> (outcome: FusionSearch.Outcome?, unread: LexiconError?) {
    guard fusion != nil, !transcript.isEmpty else { return (nil, nil) }
    let clock = ContinuousClock()
    let start = clock.now
    defer { timings.fusion += clock.now - start }
    do throws(LexiconError) {
      return (try fusion?.outcome(heard: path, in: wholeSound, with: transcript, until: isCancelled), nil)
    } catch {
      guard case .tooLong = error else { throw error }
      return (nil, error)
    }
  }
}
