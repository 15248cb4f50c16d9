import Aligner
import Commands
import Lexicon

/// Finds the words of a transcript that fill the free parts of a command: those that lie between the words of the command
/// when both are aligned, word by word and by the sound of the words. Where the sound is there, so is where it has them.
struct FreeWords {
  private let lexicon: Lexicon

  /// - Parameter lexicon: how the words of commands and transcripts sound.
  init(_ lexicon: Lexicon) { self.lexicon = lexicon }

  /// What a word costs that takes the place of another one without any likeness.
  private static let replaced: Float = 2
  /// What a word of the transcript costs that the command does not have.
  private static let alone: Float = 1
  /// What a word of the command costs that the transcript does not have.
  private static let missing: Float = 2
  /// What a word costs in a free part: it loses against a word of the command that is alike.
  private static let free: Float = 0.3
  /// How much it counts, for a word of the command, where it was heard: less than how it sounds.
  private static let placed: Float = 0.5
  /// What a free part costs in which nothing is left.
  private static let empty: Float = 2

  /// A word of the command, or a free part.
  private struct Item {
    /// Nil for a free part.
    let sound: Sound?
    /// The frames in which it was said, where that is known.
    let frames: Range<Int>?
  }

  fileprivate struct Sound {
    let word: String
    let phones: [Phone]
  }

  /// The words of a text, and what the sound says of them.
  struct Words {
    /// Each with the piece that it stands in.
    fileprivate let words: [(piece: Int, sound: Sound)]
    fileprivate let text: WrittenText
    fileprivate var heard: HeardWords?

    /// Whether they are a transcript of the sound; nil where nothing is known of the sound.
    var isRelated: Bool? { heard?.isRelated }
  }

  /// The words of a text alone.
  func words(of text: WrittenText) -> Words {
    let words = text.pieces.indices.flatMap { piece in
      text.pieces[piece].parts.flatMap { $0.first ?? [] }.map { (piece: piece, sound: sound($0)) }
    }
    return Words(words: words, text: text)
  }

  /// The words of a text beside sound.
  ///
  /// - Parameters:
  ///   - posteriors: of the whole segment.
  ///   - heard: the free phones of the same frames.
  func words(of text: WrittenText, in posteriors: PhonePosteriors, _ heard: FreePhones) -> Words {
    var words = words(of: text)
    words.heard = HeardWords(words.words.map(\.sound.phones), in: posteriors, heard)
    return words
  }

  /// The words of each free part in their own spelling, in the order of the command; none where nothing lies in it.
  ///
  /// - Parameters:
  ///   - outputs: what the command says, without what its end says.
  ///   - frames: when each of them was said; empty where there is no sound.
  func words(_ words: Words, of outputs: [CommandGraph.Output], frames: [Range<Int>] = []) -> [[String]] {
    let items = outputs.enumerated().map { index, output in
      Item(sound: output.word.map(sound), frames: index < frames.count ? frames[index] : nil)
    }
    return aligned(items, words).map { range in
      guard !range.isEmpty else { return [] }
      let pieces = words.words[range]
      return words.text.words(in: pieces[range.lowerBound].piece..<(pieces[range.upperBound - 1].piece + 1))
    }
  }

  private func sound(_ word: String) -> Sound {
    let phones = (try? lexicon.pronunciations(of: word).variants.first?.pronunciation.phones) ?? []
    return Sound(word: SpokenForm.fold(word), phones: phones)
  }

  /// The words of each free part along the cheapest alignment.
  private func aligned(_ items: [Item], _ words: Words) -> [Range<Int>] {
    // costs[i][j]: the cheapest way to explain the first j words by the first i items; from[i][j]: how many of them the
    // last item has.
    let count = words.words.count
    var costs = [(0...count).map { Self.alone * Float($0) }]
    var from: [[Int]] = [Array(repeating: 0, count: count + 1)]
    for item in items {
      let before = costs[costs.count - 1]
      var (row, taken) = (before, Array(repeating: 0, count: count + 1))
      for end in 0...count {
        (row[end], taken[end]) = best(item, words, end, before, row)
      }
      costs.append(row)
      from.append(taken)
    }
    return ranges(items, from, count)
  }

  /// The cheapest way to end with an item after so many words, and how many words it takes; -1 where the last word stands
  /// in the transcript alone.
  private func best(
    _ item: Item, _ words: Words, _ count: Int, _ before: [Float], _ row: [Float]
  ) -> (cost: Float, taken: Int) {
    var best = (cost: before[count] + (item.sound == nil ? Self.empty : Self.missing), taken: 0)
    guard count > 0 else { return best }
    if row[count - 1] + Self.alone < best.cost { best = (row[count - 1] + Self.alone, -1) }
    guard let sound = item.sound else {
      var inside: Float = 0
      for taken in 1...count {
        inside += Self.free + heard(words, count - taken, in: item)
        if before[count - taken] + inside < best.cost { best = (before[count - taken] + inside, taken) }
      }
      return best
    }
    let likeness = Self.replaced * Self.difference(sound, words.words[count - 1].sound)
    let cost = before[count - 1] + likeness + Self.placed * heard(words, count - 1, in: item)
    return cost < best.cost ? (cost, 1) : best
  }

  /// What the sound has against it that a word lies in an item.
  private func heard(_ words: Words, _ word: Int, in item: Item) -> Float {
    guard let frames = item.frames, let heard = words.heard else { return 0 }
    return heard.cost(of: word, in: frames)
  }

  private func ranges(_ items: [Item], _ from: [[Int]], _ count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var (item, end) = (items.count, count)
    while item > 0 {
      let taken = from[item][end]
      if taken < 0 {
        end -= 1
        continue
      }
      if items[item - 1].sound == nil { ranges.append((end - taken)..<end) }
      (item, end) = (item - 1, end - taken)
    }
    return ranges.reversed()
  }

  /// 0 for the same word, 1 for one without any likeness.
  private static func difference(_ a: Sound, _ b: Sound) -> Float {
    guard a.word != b.word else { return 0 }
    return EditDistance.share(from: a.phones, to: b.phones)
  }
}
