import Lexicon
import Recognition
import Wire

extension Session {
  /// What is wanted of the sound that follows, or that has begun.
  mutating func ask(_ request: SessionRequest) -> [SessionAction] {
    let isOfSameSound = sound != .none && !sound.isAnswered
    let isSpotted = isOfSameSound && self.request.isSpotted
    self.request = request
    self.request.isSpotted = isSpotted
    if !isOfSameSound { sound = .announced }
    return []
  }

  /// Sound begins. Where it has begun already, some of it is missing here.
  mutating func begin(_ format: AudioFormat) -> [SessionAction] {
    soundDeadline = nil
    var actions: [SessionAction] = []
    if sound.progress != nil {
      actions = finishPartialSound() + [.ask(.gap)]
    } else {
      partialSound = PartialSound()
      // There is no answer to be had from it: it is over before it is heard.
      if request.isRefused {
        sound = .answered(hasEnded: false, isHeard: true)
        return []
      }
      sound = .coming(.init())
      actions = [.ask(.begin(request.patience, request.mode, awake: awake, partials: request.wantsPartials))]
    }
    return actions + check(format)
  }

  /// Names are listened for wherever they are called, and nothing else, where nothing else is to be spotted.
  private var awake: AwakeTime? {
    guard case .spotting(let names?) = request.kind, names.isSubset(of: intents().waking) else { return nil }
    return .never
  }

  /// A name was called.
  private mutating func tell(_ call: WakeCall) -> [SessionAction] {
    guard case .spotting(let names) = request.kind, names?.contains(call.intent) ?? true else { return [] }
    request.isSpotted = true
    return [
      .send(Detection(name: call.intent, timestamp: call.time.upperBound.milliseconds, context: request.context))
    ]
  }

  /// Sound goes on.
  mutating func hear(_ chunk: AudioChunk) -> [SessionAction] {
    guard takesSound else { return [] }
    var actions: [SessionAction] = []
    if !sound.hasBegun {
      actions += begin(chunk.format)
    } else if !request.isRefused {
      actions += check(chunk.format)
    }
    guard let progress = sound.progress, progress.problem == nil, !chunk.samples.isEmpty else { return actions }
    return actions + partialSound.join(chunk).map { .hear($0) }
  }

  /// No more comes of what has begun to come.
  private mutating func finishPartialSound() -> [SessionAction] {
    let (frames, bytes) = partialSound.finish()
    guard sound.isHeard else { return [] }
    let actions = frames.map { SessionAction.hear($0) }
    guard bytes > 0 else { return actions }
    return actions + [.error(.malformed, "the sound ends within a frame: \(bytes) bytes are left over")]
  }

  /// A portion of sound found no room.
  mutating func dropped(seconds: Double) -> [SessionAction] {
    // Who sends more than can be heard is read more slowly, too.
    count(1)
    let isFirst = sound.progress?.untold == 0
    sound.progress?.untold += seconds
    sound.progress?.dropped += seconds
    return isFirst ? [.ask(.gap)] : []
  }

  /// Whether sound has been dropped since the last that found room.
  var isDropping: Bool { sound.progress.map { $0.untold > 0 } ?? false }

  /// A portion of sound found room: what was dropped before is told.
  mutating func accepted() -> [SessionAction] {
    guard let progress = sound.progress, progress.untold > 0 else { return [] }
    sound.progress?.untold = 0
    return [
      .error(
        .audioDropped,
        "\(progress.untold.milliseconds) ms of sound were dropped: they came faster than they could be heard; "
          + "\(progress.dropped.milliseconds) ms in all")
    ]
  }

  /// Sound ends.
  mutating func endSound(at time: ContinuousClock.Instant) -> [SessionAction] {
    switch sound {
    case .none, .ended: return []
    case .announced:
      conclude()
      return closeIfDone()
    case .coming:
      let told = finishPartialSound() + accepted()
      if let progress = sound.progress { sound = .ended(progress, isHeard: false) }
      return told + [.ask(.end)]
    case .answered(_, let isHeard):
      sound = .answered(hasEnded: true, isHeard: isHeard)
      return concludeIfDone()
    }
  }

  /// Takes what was noticed in the sound.
  mutating func accept(report: SoundReport, at time: ContinuousClock.Instant) -> [SessionAction] {
    switch report {
    case .read(let results): return answer(reading: results)
    case .understood(let utterance, let results): return answer(results, to: utterance, at: time)
    case .failed(let work, let reason): return fail(work, reason: reason)
    case .finished:
      sound.finish()
      return concludeIfDone()
    default: break
    }
    guard sound.progress != nil else { return [] }
    switch report {
    case .speech(let start):
      passedOver?.until = nil
      return tellsVoice ? [.send(VoiceStarted(timestamp: start.milliseconds))] : []
    case .partial(let command): return request.wantsPartials ? [.send(IntentPartial(command))] : []
    case .noise:
      passedOver?.until = time + Self.pause
      return tellsVoice ? [.send(VoiceStopped())] : []
    case .woken(let call): return tell(call)
    case .ended(let utterance): return end(utterance, at: time)
    case .finished, .read, .understood, .failed: return []
    }
  }

  /// How long a command is waited for after what was none, where a transcript is asked for and the sound goes on.
  private static let pause = Duration.seconds(3)
  /// The most utterances that wait for their transcripts.
  private static let mostWaiting = 8

  private var tellsVoice: Bool { request.kind != .transcript }

  private mutating func check(_ format: AudioFormat) -> [SessionAction] {
    guard let problem = format.problem else {
      sound.progress?.problem = nil
      return []
    }
    // It is told once, not with every portion.
    guard sound.progress?.problem != format else { return [] }
    sound.progress?.problem = format
    return [.error(.unsupportedAudio, problem)]
  }

  private mutating func end(_ utterance: Utterance, at time: ContinuousClock.Instant) -> [SessionAction] {
    sound.progress?.ended += 1
    var actions: [SessionAction] = []
    if tellsVoice { actions.append(.send(VoiceStopped(timestamp: utterance.speechEnd.milliseconds))) }
    if utterance.isTooLong {
      actions.append(.error(.segmentTooLong, "a segment ends after \(settings.limits.segment) s, whatever is said"))
    }
    if transcript.isOpen || (request.expectsTranscript && !transcript.isWhole) {
      waiting.append((utterance, time + .seconds(settings.limits.transcript)))
      // Each holds its sound: who announces transcripts and sends none keeps few of them.
      if waiting.count > Self.mostWaiting { actions += recognize(waiting.removeFirst().utterance) }
      return actions
    }
    return actions + recognize(utterance)
  }

  /// Has an utterance recognised, with the transcript that is there.
  mutating func recognize(_ utterance: Utterance) -> [SessionAction] {
    pending += 1
    var utterance = utterance
    utterance.tokens = transcript.tokens
    utterance.transcript = transcript.text
    utterance.isClientsTranscript = transcript.text != nil
    transcript = ReceivedTranscript()
    return utterance.tokens.isEmpty && settings.hasUpstream ? [.transcribe(utterance)] : [.ask(.understand(utterance))]
  }

  private mutating func answer(
    _ results: [RecognitionResult], to utterance: Utterance, at time: ContinuousClock.Instant
  ) -> [SessionAction] {
    pending -= 1
    guard sound.progress != nil else { return closeIfDone() }
    let answer = AnswerEvents(results, start: utterance.start, context: request.context)
    if request.kind == .transcript, answer.names.isEmpty, utterance.transcript == nil {
      sound.progress?.ended -= 1
      passedOver = (utterance, time + Self.pause)
      return concludeIfDone()
    }
    sound.progress?.answered += 1
    var actions = events(for: answer, to: utterance).map { SessionAction.send($0) }
    if request.kind == .transcript {
      // The rest of the sound does not count.
      if sound.answer() { actions.append(.ask(.drop)) }
    }
    return actions + concludeIfDone()
  }

  /// What is sent for an utterance.
  mutating func events(for answer: AnswerEvents, to utterance: Utterance) -> [Event] {
    let understood = answer.words(request.numbers)
    let words = understood.isEmpty ? utterance.transcript ?? "" : understood
    var events: [Event] = []
    if request.kind == .transcript || !words.isEmpty {
      events.append(Transcript(text: words, language: Language.english.code, context: request.context).event)
    }
    if case .spotting(let names) = request.kind {
      let spotted = answer.names.filter { names?.contains($0) ?? true }
      if !spotted.isEmpty { request.isSpotted = true }
      events += spotted.map { Detection(name: $0, timestamp: answer.end, context: request.context).event }
    }
    if request.wantsIntents || utterance.isClientsTranscript {
      events += answer.events(words: words.isEmpty ? nil : words)
    }
    return events
  }

  /// Ends the sound where it has been heard to its end and all of it is answered.
  mutating func concludeIfDone() -> [SessionAction] {
    var actions: [SessionAction] = []
    switch sound {
    case .answered(hasEnded: true, isHeard: true): break
    case .ended(let progress, isHeard: true) where progress.answered == progress.ended && waiting.isEmpty:
      if passedOver != nil, transcript.isWhole { return recognizePassedOver() }
      actions = lastAnswer(after: progress.answered)
      // A transcript that came after the last utterance was answered is answered by itself.
      if progress.answered > 0, transcript.isWhole { actions += read(request.context, as: .written) }
    default: return []
    }
    conclude()
    return actions + closeIfDone()
  }

  /// What is said at the end of a sound in which nothing was found.
  ///
  /// - Parameter answered: the utterances that were answered.
  private func lastAnswer(after answered: Int) -> [SessionAction] {
    let text = transcript.text
    switch request.kind {
    case .transcript:
      let answer = SessionAction.send(
        Transcript(text: text ?? "", language: Language.english.code, context: request.context))
      return request.wantsIntents ? [answer, .send(NotRecognized(context: request.context, words: text))] : [answer]
    case .everything: return answered > 0 ? [] : [.send(NotRecognized(context: request.context, words: text))]
    case .spotting: return request.isSpotted ? [] : [.send(NotDetected(context: request.context))]
    }
  }

  private mutating func conclude() {
    sound = .none
    request = SessionRequest()
    transcript = ReceivedTranscript()
    waiting = []
    passedOver = nil
  }

  /// Answers an utterance that was no command: nothing has followed.
  mutating func answerPassedOver() -> [SessionAction] {
    guard !transcript.isWhole else { return recognizePassedOver() }
    passedOver = nil
    let answers = lastAnswer(after: 0)
    return answers + (sound.answer() ? [.ask(.drop)] : [])
  }

  /// A transcript has come after all: sound and text are understood together.
  mutating func recognizePassedOver() -> [SessionAction] {
    guard let passed = passedOver.take() else { return [] }
    sound.progress?.ended += 1
    return recognize(passed.utterance)
  }

  private mutating func fail(_ work: FailedWork, reason: String) -> [SessionAction] {
    // What the sound alone says is answered still.
    if work == .longTranscript { return [.error(.textTooLong, reason)] }
    if work != .sound { pending -= 1 }
    if work == .utterance { sound.progress?.answered += 1 }
    if work == .text || work == .longText, !readings.isEmpty { removeReading() }
    return [.error(work == .longText ? .textTooLong : .internal, reason)] + concludeIfDone() + closeIfDone()
  }

  /// Takes what was noticed in the sound of the server's microphone.
  mutating func accept(fromRoom report: SoundReport) -> [SessionAction] {
    guard hearsRoom else { return [] }
    switch report {
    case .speech(let start): return tellsVoice ? [.send(VoiceStarted(timestamp: start.milliseconds))] : []
    case .partial(let command): return request.wantsPartials ? [.send(IntentPartial(command))] : []
    case .noise: return tellsVoice ? [.send(VoiceStopped())] : []
    case .woken(let call): return tell(call)
    case .ended(let utterance):
      return tellsVoice ? [.send(VoiceStopped(timestamp: utterance.speechEnd.milliseconds))] : []
    case .understood(let utterance, let results):
      let answer = AnswerEvents(results, start: utterance.start, context: request.context)
      return events(for: answer, to: utterance).map { .send($0) }
    case .read, .failed, .finished: return []
    }
  }
}
