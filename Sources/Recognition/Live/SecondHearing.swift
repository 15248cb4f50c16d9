import Aligner
import Commands
import Lexicon

/// Hears as a whole, with all of its context, what was taken for a command as it came. It costs some tens of milliseconds,
/// and only where there is something to be told.
final class SecondHearing {
  private let ear: any Ear
  private let recognizer: Recognizer
  private let settings: Recognizer.Settings
  /// A decoder of several commands at its beginning.
  private let decoder: CommandDecoder

  /// - Parameter decoder: a decoder of several commands in a row.
  init(_ decoder: CommandDecoder, settings: Recognizer.Settings, ear: any Ear) {
    (self.decoder, self.settings, self.ear) = (decoder, settings, ear)
    recognizer = Recognizer(graph: decoder.graph, settings: settings, ear: ear)
  }

  /// The bytes that it has of its own.
  var byteCount: Int { recognizer.byteCount }

  /// What was said in a segment: one result, or one for each of several commands.
  ///
  /// - Precondition: the segment has its samples.
  /// - Throws: `LexiconError` where the transcript cannot be looked up.
  func results(
    of segment: SpeechSegment, with tokens: [TranscriptToken], until isCancelled: @escaping Cancellation
  ) throws(LexiconError) -> [RecognitionResult] {
    ear.take(segment.samples.span)
    let sound = ear.finish()
    recognizer.isCancelled = isCancelled
    for token in tokens { recognizer.append(token) }
    let result = try recognizer.finish(sound, samples: segment.samples.count)
    let several = result.interpretation == nil ? several(in: sound, samples: segment.samples.count) : []
    return several.isEmpty ? [result] : several
  }

  private func several(in sound: HeardSound, samples: Int) -> [RecognitionResult] {
    var (decoder, heard) = (decoder, FreePhones())
    decoder.push(sound.posteriors)
    heard.append(sound.posteriors)
    guard let path = decoder.result() else { return [] }
    return decoder.results(
      of: path, heard: heard, sound.posteriors, samples: samples, lead: sound.lead, settings, ear)
  }
}
