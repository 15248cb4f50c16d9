public import Aligner
public import Lexicon

/// Says in words what was heard, whatever the commands allow: the usual words of the language, and those of the commands.
///
/// The words are guesses, much worse than commands are heard; they tell what a sound that no command fits was like.
public struct FreeHearing: Sendable {
  private let vocabulary: FreeVocabulary?

  /// Loads the usual words, some 5 MB, once in a process.
  ///
  /// - Throws: `LexiconError` where a resource is damaged or missing.
  public init(besides commands: CommandSet) throws(LexiconError) {
    vocabulary = try FreeVocabulary(for: commands.graph, lexicon: commands.lexicon, pronounced: [], always: true)
  }

  /// The most probable words, with their times in seconds from the first frame; none beyond 15 s, and where nothing was said.
  public func words(in posteriors: PhonePosteriors) -> [Interpretation.Word] {
    guard let vocabulary else { return [] }
    var search = WordSearch(vocabulary.words)
    let frame = PhonePosteriors.frameDuration
    return search.search(
      posteriors, frames: 0..<posteriors.frameCount, after: vocabulary.beginning, before: vocabulary.end
    ).map { found in
      Interpretation.Word(
        text: vocabulary.text(of: found.word),
        time: Double(found.frames.lowerBound) * frame..<Double(found.frames.upperBound) * frame)
    }
  }
}
