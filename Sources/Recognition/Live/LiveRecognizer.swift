public import Aligner
import Commands
public import Lexicon

/// Hears commands in sound that goes on and on.
///
/// Samples go in, in any portions; the portions make no difference to the events that come out. While nothing is loud,
/// only levels are computed. A segment of speech, 12 s at most, is heard while it grows. Every few hundred milliseconds the
/// question is what was said if it ended here, for partial results and for the decision that it has ended. Its result
/// comes from the whole of it: when it ends with silence, what was heard when the silence began is the whole, and nothing
/// is left to hear.
///
/// A segment that is no single command is taken apart into several, where all of it is commands.
///
/// Where there are ears for that, what is overheard is heard once more before it is told, as a whole, and so is what is
/// addressed and left in doubt.
///
/// Where names wake it, it sleeps until one of them is called, wherever in a segment that is: the name ends its segment
/// there, and what follows is the next one, a command in the same breath or after a pause.
public final class LiveRecognizer {
  var endpointer: Endpointer
  private let recognizer: Recognizer
  /// Nil where what is heard first is believed.
  private let second: SecondHearing?
  /// A decoder at its beginning, of which each segment has a copy.
  let decoder: CommandDecoder
  let ear: any Ear
  private let settings: Recognizer.Settings
  private let partials: Bool
  private let keepsSound: Bool
  /// Nil where nobody has to call.
  let spotter: WakeSpotter?
  var wakefulness: Wakefulness

  /// Samples that are no whole frame yet.
  private var incomplete: [Float] = []
  /// The samples kept: the current segment's, or the last ones before the next.
  private(set) var samples: [Float] = []
  /// The samples of the current segment before those: the network has heard them, and nobody wants them any more.
  private var forgotten = 0
  /// The frame that `samples` begins with.
  private(set) var firstFrame = 0
  private var partial: PartialCommand?
  /// What was heard of the segment for good.
  private var growing: GrowingSegment?
  /// What was heard last in the segment, and in how many of its samples.
  private(set) var encoded: (sound: HeardSound, count: Int)?
  /// What is said, if the segment ends there.
  private var whole: CommandPath?
  /// The free phones of the segment so far.
  private(set) var heard = FreePhones()

  private static let frame = SpeechLevel.frame
  /// The frames that are kept for speech to begin in.
  private static let lead = Endpointer.leadIn + 8
  /// What it costs to begin another command: less would let short commands fill up what is none.
  private static let repetition: Float = 4

  /// A recogniser with an ear of its own.
  ///
  /// - Parameters:
  ///   - second: hears again what seems to be a command where it is overheard, and what is in doubt where it is addressed; nil
  ///     where nothing is heard twice.
  ///   - spotter: finds the names that wake it; nil where it is always awake.
  init(
    graph: CommandGraph, settings: Recognizer.Settings, patience: Endpointer.Patience, partials: Bool,
    keepsSound: Bool, ear: any Ear, second: SecondHearing? = nil, spotter: WakeSpotter? = nil,
    awake: AwakeTime = .utterance
  ) {
    var decoding = settings.decoder
    decoding.repetition = Self.repetition
    decoder = CommandDecoder(graph: graph, settings: decoding)
    self.second = second
    var first = settings
    // The second hearing decides; the first one only has to let everything through that it might believe.
    if second?.mode == .overheard { (first.threshold, first.mode) = (settings.required, .addressed) }
    recognizer = Recognizer(graph: graph, settings: first, ear: ear)
    self.settings = first
    self.ear = ear
    self.partials = partials
    self.keepsSound = keepsSound || second != nil || spotter != nil
    self.spotter = spotter
    wakefulness = Wakefulness(awake)
    endpointer = Endpointer(patience, interval: partials ? Endpointer.interval : 3 * Endpointer.interval)
  }

  /// The level of the last 20 ms in dB relative to full scale, without rumble.
  public var decibels: Float { endpointer.decibels }
  /// The sound heard so far, in seconds.
  public var seconds: Double { time(endpointer.frameCount) }

  /// The bytes that it has of its own: between two segments the last half a second of sound and little more.
  var byteCount: Int {
    let bytes = (incomplete.capacity + samples.capacity) * MemoryLayout<Float>.size + (growing?.byteCount ?? 0)
    return bytes + (encoded?.sound.byteCount ?? 0) + heard.byteCount + ear.byteCount + recognizer.byteCount
      + (second?.byteCount ?? 0) + (spotter?.byteCount ?? 0)
  }

  /// Takes in samples: 16 kHz, one channel, -1...1.
  ///
  /// - Returns: what is noticed in them, in order.
  public func append(_ samples: [Float]) -> [LiveEvent] {
    incomplete += samples
    var events: [LiveEvent] = []
    var taken = 0
    while incomplete.count - taken >= Self.frame {
      let frame = taken..<taken + Self.frame
      taken += Self.frame
      keep(frame)
      act(on: endpointer.push(incomplete.span.extracting(frame)), &events)
      fallAsleep(&events)
    }
    incomplete.removeFirst(taken)
    if endpointer.isInSpeech { give() }
    return events
  }

  /// Hands the segment so far on to the ear.
  private func give() {
    var segment = takeGrowing()
    segment.give(samples.span, to: ear)
    if !keepsSound {
      segment.forgetSamples()
      forgotten += samples.count
      samples.removeAll(keepingCapacity: true)
    }
    growing = segment
  }

  /// Keeps samples of `incomplete`, with room for two seconds more where there is none: twice as much would be too much.
  private func keep(_ frame: Range<Int>) {
    if samples.capacity < samples.count + frame.count {
      samples.reserveCapacity(samples.count + (endpointer.isInSpeech ? 2 * Recognizer.sampleRate : frame.count))
    }
    samples += incomplete[frame]
  }

  /// A chunk of sound that may be heard now, together with those of others.
  public var waitingChunk: WaitingChunk? { ear.waitingChunk }

  /// Sound was lost, or ended, after what was appended: a segment ends here.
  ///
  /// - Returns: what is noticed in what was appended.
  public func interrupt() -> [LiveEvent] {
    incomplete.removeAll(keepingCapacity: true)
    var events: [LiveEvent] = []
    act(on: endpointer.interrupt(), &events)
    discard()
    return events
  }

  /// Asked while a transcript is searched for, see `Cancellation`.
  public var isCancelled: Cancellation {
    get { recognizer.isCancelled }
    set { recognizer.isCancelled = newValue }
  }

  /// What was said in a segment: one result, or one for each of several commands.
  ///
  /// - Parameters:
  ///   - segment: what was told as `LiveEvent.ended`.
  ///   - tokens: a transcript of the segment; none by default.
  /// - Throws: `LexiconError` where the transcript cannot be looked up.
  public func recognize(
    _ segment: SpeechSegment, with tokens: [TranscriptToken] = []
  ) throws(LexiconError) -> [RecognitionResult] {
    for token in tokens { recognizer.append(token) }
    let result = try recognizer.finish(segment.sound, samples: segment.sampleCount)
    let isSeveral = result.interpretation == nil && !segment.commands.isEmpty
    let results = withoutNames(isSeveral ? segment.commands : [result])
    guard let second else { return results }
    if second.mode == .overheard {
      guard results.contains(where: { $0.interpretation != nil }) else { return results }
      return try second.results(of: segment, with: tokens, by: decoder, until: isCancelled) ?? results
    }
    if isSeveral { return results }
    return [try second.opinion(on: result, of: segment.samples, with: tokens, until: isCancelled)]
  }

  func act(on action: Endpointer.Action, _ events: inout [LiveEvent]) {
    switch action {
    case .wait:
      if !endpointer.isInSpeech { forget(before: endpointer.frameCount - Self.lead) }
    case .begin(let frame):
      forget(before: frame)
      if !isAsleep { events.append(.speech(start: time(firstFrame))) }
    case .encode:
      let decoder = hear()
      if isAsleep { dream(decoder, &events) } else { act(on: endpointer.hear(evidence(decoder, &events)), &events) }
    case .end(let reason, let speechEnd):
      defer { discard() }
      // Silence has been heard; the other reasons come without warning.
      if isAsleep {
        // More was heard after a name than when the silence began.
        _ = isWoken(by: hear(), &events)
        return
      }
      if reason != .silence { _ = evidence(hear(), &events) }
      if isWokenAgain(by: whole, &events) { return }
      hearUtterance(whole)
      if let segment = segment(reason, speechEnd: speechEnd) { events.append(.ended(segment)) }
    case .abandon:
      if !isAsleep { events.append(.noise) }
      discard()
    }
  }

  /// What the network hears in the segment so far.
  private func evidence(_ decoder: CommandDecoder, _ events: inout [LiveEvent]) -> Endpointer.Evidence {
    whole = decoder.result()
    if partials, let partial = newPartial(decoder) { events.append(.partial(partial)) }
    let path = decoder.partialResult()
    let begin = path.flatMap { decoder.commands(in: $0).dropLast().last?.frameCount } ?? 0
    return Endpointer.Evidence(
      phonesEnd: phonesEnd,
      progress: decoder.progress(phones: heard.phones(in: min(begin, heard.frameCount)..<heard.frameCount).count))
  }

  /// The frame after the last one in which a phone was heard in the segment; nil where there was none.
  var phonesEnd: Int? {
    let lead = encoded?.sound.lead ?? 0
    return heard.speech().map { min(endpointer.frameCount, firstFrame + max(0, $0.upperBound - lead)) }
  }

  /// Hears the segment up to here, as if it ended here.
  private func hear() -> CommandDecoder {
    var segment = takeGrowing()
    segment.hear(samples.span, with: ear)
    let rest = ear.foresee()
    encoded = (segment.sound(with: rest), forgotten + samples.count)
    var decoder = segment.decoder
    heard = segment.heard
    growing = segment
    decoder.push(rest.posteriors)
    heard.append(rest.posteriors)
    return decoder
  }

  /// What was heard for good so far, out of its place: nothing is copied when it grows.
  private func takeGrowing() -> GrowingSegment {
    growing.take() ?? GrowingSegment((isAsleep ? spotter?.decoder : nil) ?? decoder)
  }

  /// What seems to be said; nil where that is nothing, or nothing new.
  private func newPartial(_ decoder: CommandDecoder) -> PartialCommand? {
    guard heard.speech() != nil, let path = decoder.partialResult(), let last = decoder.commands(in: path).last,
      last.score >= CommandDecoder.leastPerPhone * Float(max(1, last.steps.reduce(0) { $0 + $1.phones }))
    else { return nil }
    // The best beginning does not say that it may be an end.
    let complete = whole.flatMap { decoder.commands(in: $0).last }
    let command = PartialCommand(complete.flatMap { $0.steps == last.steps ? $0 : nil } ?? last, in: decoder.graph)
    guard command != partial, !command.text.isEmpty else { return nil }
    partial = command
    return command
  }

  private func segment(_ reason: Endpointer.Reason, speechEnd: Int) -> SpeechSegment? {
    guard let encoded else { return nil }
    return SpeechSegment(
      samples: keepsSound ? Array(samples.prefix(encoded.count)) : [], sampleCount: encoded.count,
      start: time(firstFrame), speechEnd: time(speechEnd), end: time(endpointer.frameCount),
      reason: reason, sound: encoded.sound, commands: several(encoded.count))
  }

  /// The commands that the segment is made of; none where it is not made of several.
  private func several(_ samples: Int) -> [RecognitionResult] {
    guard let path = whole, let encoded else { return [] }
    return decoder.results(
      of: path, heard: heard, encoded.sound.posteriors, samples: samples, lead: encoded.sound.lead, settings, ear)
  }

  /// Forgets what was kept.
  private func discard() { discard(before: endpointer.frameCount) }

  /// Forgets what was kept before a frame, and what was heard of all of it.
  func discard(before frame: Int) {
    forget(before: frame)
    (partial, encoded, growing, whole) = (nil, nil, nil, nil)
    ear.reset()
    spotter?.reset()
    heard = FreePhones()
  }

  private func forget(before frame: Int) {
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

  func time(_ frames: Int) -> Double { Double(frames) * PhonePosteriors.frameDuration }
}
