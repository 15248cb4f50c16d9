import Aligner
import Commands

/// Sleeping until a name is called.
extension LiveRecognizer {
  /// Whether only names are listened for.
  public var isAsleep: Bool { spotter != nil && wakefulness.isAsleep }

  /// The longest segment that is heard in one while nobody calls, in frames: 8 s.
  private static let longestSleep = 400
  /// What of it is heard again with what follows: a name may have begun.
  private static let overlap = 100
  /// How long the last phone of a name sounds after the network has told it, in frames.
  private static let phoneTail = 4

  /// Goes on sleeping after what was heard last, or wakes up.
  func dream(_ decoder: CommandDecoder, _ events: inout [LiveEvent]) {
    if isWoken(by: decoder, &events) { return }
    if endpointer.frameCount - firstFrame >= Self.longestSleep {
      begin(at: endpointer.frameCount - Self.overlap, &events)
    } else {
      act(on: endpointer.hear(Endpointer.Evidence(phonesEnd: phonesEnd, progress: .foreign)), &events)
    }
  }

  /// Wakes up where a name was called in the segment so far.
  func isWoken(by decoder: CommandDecoder, _ events: inout [LiveEvent]) -> Bool {
    guard let spotter, let encoded,
      let name = spotter.name(
        in: decoder, heard, ear.calibration, samples: samples.span, lead: encoded.sound.lead),
      !isPartOfACommand(name)
    else { return false }
    let next = heard.nextPhone(after: name.frames.upperBound) ?? heard.frameCount
    let end = min(name.frames.upperBound + Self.phoneTail, (name.frames.upperBound + next + 1) / 2)
    let first = firstFrame - encoded.sound.lead
    wake(name, from: first, &events)
    begin(at: min(first + end, endpointer.frameCount), &events)
    return true
  }

  /// Nobody speaks to whoever is named in the middle of a command: "turn off the computer".
  private func isPartOfACommand(_ name: WakeSpotter.Name) -> Bool {
    guard let encoded else { return false }
    var decoder = decoder
    decoder.push(encoded.sound.posteriors)
    guard let path = decoder.partialResult(), let command = decoder.commands(in: path).last,
      let first = command.steps.first(where: { $0.phones > 0 }), let last = command.steps.last,
      first.frames.lowerBound < name.frames.lowerBound - Self.phoneTail,
      last.frames.upperBound > name.frames.lowerBound
    else { return false }
    let phones = heard.phones(in: first.frames.lowerBound..<heard.frameCount).count
    return command.score >= CommandDecoder.leastPerPhone / 2 * Float(phones)
  }

  /// Whether nothing but a name was said by somebody who had called already.
  func isWokenAgain(by path: CommandPath?, _ events: inout [LiveEvent]) -> Bool {
    guard let spotter, let path, let encoded,
      let name = spotter.name(of: path, in: decoder, heard, ear.calibration)
    else { return false }
    wake(name, from: firstFrame - encoded.sound.lead, &events)
    return true
  }

  private func wake(_ name: WakeSpotter.Name, from first: Int, _ events: inout [LiveEvent]) {
    let (start, end) = (max(0, first + name.frames.lowerBound), max(0, first + name.frames.upperBound))
    events.append(
      .woken(
        WakeCall(
          intent: name.intent, text: name.text, time: time(start)..<time(end), confidence: name.confidence.value)))
    wakefulness.wake(at: endpointer.frameCount)
  }

  /// What was said before a frame is over; if somebody goes on speaking, that is a segment by itself.
  private func begin(at frame: Int, _ events: inout [LiveEvent]) {
    let isInSpeech = endpointer.restart(at: frame)
    discard(before: frame)
    if isInSpeech, !isAsleep { events.append(.speech(start: time(firstFrame))) }
  }

  /// Notes that somebody said something. What fits no command, as a cough or the end of a name, is passed over.
  func hearUtterance(_ path: CommandPath?) {
    guard let path, let command = decoder.commands(in: path).last else { return }
    guard path.score >= CommandDecoder.leastScore(phones: heard.phones().count), !command.steps.isEmpty else { return }
    wakefulness.hearUtterance(at: endpointer.frameCount)
  }

  /// Falls asleep where nobody has said anything for long enough.
  func fallAsleep(_ events: inout [LiveEvent]) {
    guard spotter != nil, wakefulness.pass(endpointer.frameCount, isInSpeech: endpointer.isInSpeech) else { return }
    events.append(.asleep(seconds))
  }

  /// The results without names that were called before a command in the same breath.
  func withoutNames(_ results: [RecognitionResult]) -> [RecognitionResult] {
    guard let spotter, results.count > 1 else { return results }
    let commands = results.filter { $0.interpretation.map { !spotter.intents.contains($0.intent) } ?? true }
    return commands.isEmpty ? results : commands
  }
}
