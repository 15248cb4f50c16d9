import Aligner
import JSON
import Recognition
import Wire

extension Session {
  /// Takes a whole transcript, or a text to be understood.
  mutating func understand(
    text: String, context: [String: JSONValue]?, at time: ContinuousClock.Instant
  ) -> [SessionAction] {
    guard text.utf8.count <= settings.limits.text else {
      transcript = ReceivedTranscript()
      return [tooLong("a text")] + (sound == .none ? [] : recognizeWaiting())
    }
    guard !isTooLong(context) else { return [contextIsTooLong] }
    // What was asked of the sound is answered: this is no transcript of it, though its end may not have been heard yet.
    if sound.isAnswered, context?["audio"] != "expected" { return read(text, context, as: .written) }
    transcript.complete(text)
    if sound != .none {
      request.read(context)
      return recognizeWaiting()
    }
    if context?["audio"] == "expected" {
      request.read(context)
      sound = .announced
      soundDeadline = time + .seconds(settings.limits.transcript)
      return []
    }
    return read(context, as: .written)
  }

  /// No more pieces of a transcript come.
  mutating func endTranscript(at time: ContinuousClock.Instant) -> [SessionAction] {
    guard transcript.isOpen else { return [] }
    if transcript.isTooLong { transcript = ReceivedTranscript() } else { transcript.finish() }
    return sound == .none ? read(nil, as: .written) : recognizeWaiting()
  }

  /// Takes what the upstream recogniser made of an utterance; nil where it failed.
  mutating func transcribed(_ utterance: Utterance, as text: String?) -> [SessionAction] {
    var utterance = utterance
    utterance.transcript = text
    utterance.tokens = text.map { [TranscriptToken($0)] } ?? []
    return [.ask(.understand(utterance))]
  }

  /// Waits no longer for what has not come in time.
  mutating func stopWaiting(at time: ContinuousClock.Instant) -> [SessionAction] {
    var actions: [SessionAction] = []
    if let soundDeadline, soundDeadline <= time {
      self.soundDeadline = nil
      sound = .none
      actions += read(request.context, as: .heard)
    }
    if let until = passedOver?.until, until <= time { actions += answerPassedOver() }
    while let first = waiting.first, first.until <= time {
      waiting.removeFirst()
      actions += recognize(first.utterance)
    }
    return actions
  }

  /// Answers a reading.
  mutating func answer(reading results: [RecognitionResult]) -> [SessionAction] {
    pending -= 1
    guard !readings.isEmpty else { return closeIfDone() }
    let reading = removeReading()
    let answer = AnswerEvents(results, start: nil, context: reading.context)
    return answer.events(words: reading.text).map { SessionAction.send($0) } + closeIfDone()
  }

  private mutating func recognizeWaiting() -> [SessionAction] {
    guard !waiting.isEmpty else { return passedOver?.until == nil ? [] : recognizePassedOver() }
    return recognize(waiting.removeFirst().utterance)
  }

  /// Has what has come of a transcript understood by itself.
  ///
  /// - Parameter kind: where it is from, unless the context says so.
  mutating func read(_ context: [String: JSONValue]?, as kind: TextKind) -> [SessionAction] {
    let text = transcript.text ?? ""
    transcript = ReceivedTranscript()
    return read(text, context, as: kind)
  }

  private mutating func read(_ text: String, _ context: [String: JSONValue]?, as kind: TextKind) -> [SessionAction] {
    let kind = context?["text"]?.text.flatMap(TextKind.init) ?? kind
    readings.append((text, context))
    readingBytes += Self.bytes(of: (text, context))
    pending += 1
    return [.ask(.read(text.isEmpty ? [] : [TranscriptToken(text)], kind))]
  }

  /// A reading is over.
  @discardableResult mutating func removeReading() -> (text: String, context: [String: JSONValue]?) {
    let reading = readings.removeFirst()
    readingBytes -= Self.bytes(of: reading)
    return reading
  }

  private static func bytes(of reading: (text: String, context: [String: JSONValue]?)) -> Int {
    reading.text.utf8.count + (reading.context?.footprint ?? 0)
  }

  /// The error of a text that is too long.
  func tooLong(_ what: String) -> SessionAction {
    .error(.textTooLong, "\(what) has more than \(settings.limits.text) bytes")
  }
}
