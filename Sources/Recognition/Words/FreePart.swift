import Aligner
import Commands

/// What a free part of a command was filled with.
public struct FreePart: Hashable, Sendable {
  /// A word of it.
  public struct Word: Hashable, Sendable {
    /// How it is written.
    public var text: String
    /// Its frames in the segment; nil where they are not known.
    public var frames: Range<Int>?
  }

  /// The words in their order; none where only phones are known.
  public var words: [Word] = []
  /// Whether the words are the most probable ones for the sound: nobody has written them.
  public var isGuessed = false

  /// Words of a transcript.
  init(written words: [String]) { self.words = words.map { Word(text: $0, frames: nil) } }

  /// The most probable words for what was heard.
  init(guessed words: [Word]) { (self.words, isGuessed) = (words, true) }
}

extension CommandPath {
  /// The steps that are free parts of a command.
  func freeSteps(in graph: CommandGraph) -> [Int] {
    steps.indices.filter { graph.outputs[steps[$0].output].word == nil }
  }

  /// The frames of a step until something else is heard: of a free part, all of it.
  func frames(untilAfterStep step: Int) -> Range<Int> {
    let start = steps[step].frames.lowerBound
    return start..<(step + 1 < steps.count ? steps[step + 1].frames.lowerBound : frameCount)
  }
}

extension CommandGraph {
  /// Whether an arc leads into a part that is free.
  func entersFreePart(_ arc: Arc) -> Bool { arc.output >= 0 && outputs[Int(arc.output)].word == nil }

  /// Whether a part of some sentence is free.
  var hasFreeParts: Bool { arcs.contains(where: entersFreePart) }
}

extension FreeVocabulary {
  /// The most probable words of each free part of a path, in the order of the sentence.
  ///
  /// - Parameters:
  ///   - posteriors: of all frames of the path.
  ///   - written: the parts whose words a transcript tells; they stay.
  func guess(
    _ path: CommandPath, in graph: CommandGraph, _ posteriors: PhonePosteriors, besides written: [FreePart] = []
  ) -> [FreePart] {
    let steps = path.freeSteps(in: graph)
    guard !steps.isEmpty, posteriors.frameCount >= path.frameCount else { return written }
    var search = WordSearch(words)
    return steps.enumerated().map { index, step in
      if index < written.count, !written[index].words.isEmpty { return written[index] }
      let frames = path.frames(untilAfterStep: step)
      let before = step > 0 ? word(at: step - 1, of: path, graph) : beginning
      let after = step + 1 < path.steps.count ? word(at: step + 1, of: path, graph) : end
      let found = search.search(posteriors, frames: frames, after: before, before: after)
      return FreePart(
        guessed: found.map { word in
          let (start, end) = (word.frames.lowerBound, word.frames.upperBound)
          return FreePart.Word(text: text(of: word.word), frames: frames.lowerBound + start..<frames.lowerBound + end)
        })
    }
  }

  private func word(at step: Int, of path: CommandPath, _ graph: CommandGraph) -> Int32? {
    graph.outputs[path.steps[step].output].word.flatMap { word($0) }
  }
}
