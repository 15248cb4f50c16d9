import Aligner
import Commands

/// Finds names in sound that goes on, whatever is said before and after them.
///
/// The names alone are searched for, between free phones that cost nothing. What is found is judged as an utterance by
/// itself that is overheard, and heard once more as a whole where there is an ear for that.
final class WakeSpotter {
  /// A name that was found.
  struct Name {
    var intent: String
    var text: String
    /// Where its phones were heard.
    var frames: Range<Int>
    var confidence: Confidence
  }

  /// The intents that wake.
  let intents: Set<String>
  /// A decoder of the names at its beginning, of which each segment has a copy.
  let decoder: CommandDecoder
  private let settings: Recognizer.Settings
  private let secondEar: (any Ear)?
  /// The end of the last name that was not believed at the second hearing, in frames of the segment, once enough was heard
  /// after it.
  private var refused: Int?

  /// The frames beside a name that count as its surroundings: what is said in them may speak against it.
  private static let surroundings = 3
  /// The sound before and after a name that is heard again with it, in frames.
  private static let room = 25
  /// The frames that have to be heard after a name.
  private static let settled = 4

  /// - Parameters:
  ///   - graph: the names.
  ///   - settings: the threshold.
  ///   - secondEar: hears again what seems to be a name.
  init(_ graph: CommandGraph, settings: Recognizer.Settings, secondEar: (any Ear)?) {
    intents = Set(graph.outputs.flatMap(\.tags).compactMap { if case .intent(let name, _) = $0 { name } else { nil } })
    self.settings = settings
    self.secondEar = secondEar
    var decoding = settings.decoder
    (decoding.filler, decoding.repetition) = (CommandDecoder.Filler(entry: 0, perPhone: 0), nil)
    decoder = CommandDecoder(graph: graph, settings: decoding)
  }

  /// The bytes that it has of its own.
  var byteCount: Int { decoder.byteCount + (secondEar?.byteCount ?? 0) }

  /// A segment is over.
  func reset() { refused = nil }

  /// The name in a segment so far; nil where there is none that is believed.
  ///
  /// - Parameters:
  ///   - decoder: what was found in the segment.
  ///   - heard: the free phones of the same frames.
  ///   - calibration: of the ear that heard it.
  ///   - samples: the segment's, which begin with the frame `lead`.
  func name(
    in decoder: CommandDecoder, _ heard: FreePhones, _ calibration: Confidence.Calibration, samples: Span<Float>,
    lead: Int
  ) -> Name? {
    // The second hearing decides; the first one only has to let everything through that it might believe.
    let mode = secondEar == nil ? HearingMode.overheard : .addressed
    guard let name = name(in: decoder, heard, calibration, mode), name.confidence.value >= threshold,
      heard.frameCount - name.frames.upperBound >= Self.settled
    else { return nil }
    guard let secondEar else { return name }
    if let refused, abs(refused - name.frames.upperBound) <= Self.settled { return nil }
    let frame = SpeechLevel.frame
    let start = max(0, name.frames.lowerBound - lead - Self.room) * frame
    let end = max(start, min(samples.count, (name.frames.upperBound - lead + Self.room) * frame))
    secondEar.take(samples.extracting(start..<end))
    let sound = secondEar.finish()
    var (again, free) = (self.decoder, FreePhones())
    again.push(sound.posteriors)
    free.append(sound.posteriors)
    guard var second = self.name(in: again, free, secondEar.calibration, .overheard),
      second.confidence.value >= threshold
    else {
      // Its last phone may not have been over.
      if heard.frameCount - name.frames.upperBound >= Self.room { refused = name.frames.upperBound }
      return nil
    }
    second.frames = name.frames
    return second
  }

  /// The name that is all of what was said after another one; nil where something else was, or it is not believed.
  func name(
    of path: CommandPath, in decoder: CommandDecoder, _ heard: FreePhones, _ calibration: Confidence.Calibration
  ) -> Name? {
    let commands = decoder.commands(in: path)
    guard let last = commands.last, let name = Self.name(of: last, in: decoder.graph, heard, calibration, .addressed),
      commands.allSatisfy({ command in
        Interpretation(path: command, graph: decoder.graph, heard: heard.prefix(command.frameCount))
          .map { intents.contains($0.intent) } ?? false
      }), name.confidence.value >= settings.threshold
    else { return nil }
    return name
  }

  private var threshold: Double { settings.overheardThreshold ?? settings.threshold }

  /// The name that is found, however little it is believed.
  func name(
    in decoder: CommandDecoder, _ heard: FreePhones, _ calibration: Confidence.Calibration, _ mode: HearingMode
  ) -> Name? {
    decoder.result().flatMap { Self.name(of: $0, in: decoder.graph, heard, calibration, mode) }
  }

  private static func name(
    of path: CommandPath, in graph: CommandGraph, _ heard: FreePhones, _ calibration: Confidence.Calibration,
    _ mode: HearingMode
  ) -> Name? {
    guard let candidate = Interpretation(path: path, graph: graph, heard: heard.prefix(path.frameCount)),
      let first = path.steps.first(where: { $0.phones > 0 }), let last = path.steps.last(where: { $0.phones > 0 })
    else { return nil }
    let frames = first.frames.lowerBound..<max(first.frames.upperBound, last.frames.upperBound)
    let span = max(0, frames.lowerBound - surroundings)..<min(heard.frameCount, frames.upperBound + surroundings)
    let features = Confidence.Features(of: path, in: graph, heard: heard[span])
    return Name(
      intent: candidate.intent, text: candidate.text, frames: frames,
      confidence: Confidence(features, calibration, in: mode))
  }
}
