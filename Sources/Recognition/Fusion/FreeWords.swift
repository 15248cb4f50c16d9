import Commands
import Lexicon

/// Finds the words of a transcript that fill the free parts of a command: those that lie between the words of the command
/// when both are aligned, word by word and by the sound of the words.
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
  /// What a free part costs in which nothing is left.
  private static let empty: Float = 2

  /// A word of the command, or a free part, which is nil.
  private typealias Item = Sound?

  private struct Sound {
    let word: String
    let phones: [Phone]
  }

  /// The words of each free part in their own spelling, in the order of the command; none where nothing lies in it.
  ///
  /// - Parameter outputs: what the command says, without what its end says.
  func words(of outputs: [CommandGraph.Output], in text: WrittenText) -> [[String]] {
    let items: [Item] = outputs.map { output in output.word.map(sound) }
    let words = text.pieces.indices.flatMap { piece in
      text.pieces[piece].parts.flatMap { $0.first ?? [] }.map { (piece: piece, sound: sound($0)) }
    }
    return aligned(items, words.map(\.sound)).map { range in
      guard !range.isEmpty else { return [] }
      return text.words(in: words[range.lowerBound].piece..<(words[range.upperBound - 1].piece + 1))
    }
  }

  private func sound(_ word: String) -> Sound {
    let phones = (try? lexicon.pronunciations(of: word).variants.first?.pronunciation.phones) ?? []
    return Sound(word: SpokenForm.fold(word), phones: phones)
  }

  /// The words of each free part along the cheapest alignment.
  private func aligned(_ items: [Item], _ words: [Sound]) -> [Range<Int>] {
    // costs[i][j]: the cheapest way to explain the first j words by the first i items; from[i][j]: how many of them the
    // last item has.
    var costs = [(0...words.count).map { Self.alone * Float($0) }]
    var from: [[Int]] = [Array(repeating: 0, count: words.count + 1)]
    for item in items {
      let before = costs[costs.count - 1]
      var (row, taken) = (before, Array(repeating: 0, count: words.count + 1))
      for count in 0...words.count {
        (row[count], taken[count]) = best(item, words, count, before, row)
      }
      costs.append(row)
      from.append(taken)
    }
    return ranges(items, from, words.count)
  }

  /// The cheapest way to end with an item after so many words, and how many words it takes; -1 where the last word stands
  /// in the transcript alone.
  private func best(
    _ item: Item, _ words: [Sound], _ count: Int, _ before: [Float], _ row: [Float]
  ) -> (cost: Float, taken: Int) {
    var best = (cost: before[count] + (item == nil ? Self.empty : Self.missing), taken: 0)
    guard count > 0 else { return best }
    if row[count - 1] + Self.alone < best.cost { best = (row[count - 1] + Self.alone, -1) }
    guard let item else {
      for taken in 1...count where before[count - taken] + Self.free * Float(taken) < best.cost {
        best = (before[count - taken] + Self.free * Float(taken), taken)
      }
      return best
    }
    let cost = before[count - 1] + Self.replaced * Self.difference(item, words[count - 1])
    return cost < best.cost ? (cost, 1) : best
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
      if items[item - 1] == nil { ranges.append((end - taken)..<end) }
      (item, end) = (item - 1, end - taken)
    }
    return ranges.reversed()
  }

  /// 0 for the same word, 1 for one without any likeness.
  private static func difference(_ a: Sound, _ b: Sound) -> Float {
    guard a.word != b.word else { return 0 }
    return Float(EditDistance.edits(from: a.phones, to: b.phones)) / Float(max(1, a.phones.count, b.phones.count))
  }
}
