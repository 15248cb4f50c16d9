import Aligner
import Commands
import Lexicon

/// Hears a sound once more with another ear, as a whole: what was taken for a command where it is overheard, and what is in
/// doubt where it is addressed (see `RecognitionResult.joined`). It costs some tens of milliseconds, and only then.
final class SecondHearing {
  private struct Hearing {
    var ear: any Ear
    var recognizer: Recognizer
  }

  private let graph: CommandGraph
  private let settings: Recognizer.Settings
  private let makeEar: () -> (any Ear)?
  /// Made for the first sound that is heard again; nil where there is nobody to hear it.
  private lazy var hearing = makeEar().map { ear in
    Hearing(ear: ear, recognizer: Recognizer(graph: graph, settings: settings, ear: ear))
  }

  /// - Parameter makeEar: makes the ear when it is needed.
  init(graph: CommandGraph, settings: Recognizer.Settings, makeEar: @escaping () -> (any Ear)?) {
    (self.graph, self.settings, self.makeEar) = (graph, settings, makeEar)
  }

  /// One that hears with `ears` when they are needed.
  convenience init(graph: CommandGraph, settings: Recognizer.Settings, ears: SecondEars) {
    self.init(graph: graph, settings: settings) { ears.ears?.ear(for: settings.fusion) }
  }

  /// Whom the sound is meant for.
  var mode: HearingMode { settings.mode }

  /// The bytes that it has of its own.
  var byteCount: Int { hearing?.recognizer.byteCount ?? 0 }

  /// What is made of a result that leaves doubt, and of the same sound heard again; the result where it leaves none.
  ///
  /// - Throws: `LexiconError` where the transcript cannot be looked up.
  func opinion(
    on result: RecognitionResult, of samples: [Float], with tokens: [TranscriptToken],
    until isCancelled: @escaping Cancellation
  ) throws(LexiconError) -> RecognitionResult {
    guard result.isInDoubt, let (again, _, _) = try hear(samples, with: tokens, until: isCancelled) else {
      return result
    }
    return result.joined(with: again)
  }

  /// What was said in a segment: one result, or one for each of several commands; nil where nobody hears it.
  ///
  /// - Parameter decoder: a decoder of several commands at its beginning.
  /// - Precondition: the segment has its samples.
  /// - Throws: `LexiconError` where the transcript cannot be looked up.
  func results(
    of segment: SpeechSegment, with tokens: [TranscriptToken], by decoder: CommandDecoder,
    until isCancelled: @escaping Cancellation
  ) throws(LexiconError) -> [RecognitionResult]? {
    guard let (result, sound, ear) = try hear(segment.samples, with: tokens, until: isCancelled) else { return nil }
    guard result.interpretation == nil else { return [result] }
    var (decoder, heard) = (decoder, FreePhones())
    decoder.push(sound.posteriors)
    heard.append(sound.posteriors)
    guard let path = decoder.result() else { return [result] }
    let several = decoder.results(
      of: path, heard: heard, sound.posteriors, samples: segment.samples.count, lead: sound.lead, settings, ear)
    return several.isEmpty ? [result] : several
  }

  private func hear(
    _ samples: [Float], with tokens: [TranscriptToken], until isCancelled: @escaping Cancellation
  ) throws(LexiconError) -> (RecognitionResult, HeardSound, any Ear)? {
    guard let hearing else { return nil }
    let (clock, recognizer) = (ContinuousClock(), hearing.recognizer)
    let start = clock.now
    hearing.ear.take(samples.span)
    let sound = hearing.ear.finish()
    let acoustics = clock.now - start
    recognizer.isCancelled = isCancelled
    for token in tokens { recognizer.append(token) }
    var result = try recognizer.finish(sound, samples: samples.count)
    result.timings.acoustics += acoustics
    return (result, sound, hearing.ear)
  }
}
