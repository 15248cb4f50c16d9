import Lexicon

/// A text as a graph over the words of a grammar: nodes before and after words, and every way to read what is between.
///
/// Arcs lead to nodes with higher numbers.
struct WrittenLattice {
  struct Arc {
    /// The word; nil for what is silent.
    let word: WrittenCommands.Word?
    let target: Int
  }

  private(set) var arcs: [[Arc]] = [[]]
  /// The node before each piece, and the one after the last.
  private(set) var nodes: [Int] = [0]

  init(_ text: WrittenText, of commands: WrittenCommands) {
    for piece in text.pieces {
      var start = nodes[nodes.count - 1]
      if piece.parts.isEmpty { start = add([[]], from: start, of: commands) }
      for part in piece.parts { start = add(part, from: start, of: commands) }
      nodes.append(start)
    }
  }

  /// Adds the readings of a part; gives the node behind it.
  private mutating func add(_ readings: [[String]], from start: Int, of commands: WrittenCommands) -> Int {
    var ends: [(node: Int, word: WrittenCommands.Word?)] = []
    for reading in readings {
      let words = reading.map(commands.word)
      guard !words.contains(nil) else {
        // What the grammar does not have leads nowhere, unless it is several of its words in one.
        if reading.count == 1 { ends += parts(of: reading[0], from: start, of: commands) }
        continue
      }
      var node = start
      for word in words.dropLast() {
        arcs.append([])
        arcs[node].append(Arc(word: word, target: arcs.count - 1))
        node = arcs.count - 1
      }
      ends.append((node, words.last ?? nil))
    }
    arcs.append([])
    for end in ends { arcs[end.node].append(Arc(word: end.word, target: arcs.count - 1)) }
    return arcs.count - 1
  }

  /// Adds all ways to read a word as several of the grammar's; gives their last words, and from where they lead on.
  private mutating func parts(
    of word: String, from start: Int, of commands: WrittenCommands
  ) -> [(node: Int, word: WrittenCommands.Word?)] {
    let parts = commands.parts(of: word)
    var nodes = [0: start]
    // Arcs lead to higher numbers, so that the nodes are numbered as they stand in the word.
    for place in Set(parts.map(\.letters.upperBound)).sorted() where place < word.count {
      arcs.append([])
      nodes[place] = arcs.count - 1
    }
    var ends: [(node: Int, word: WrittenCommands.Word?)] = []
    for part in parts {
      guard let node = nodes[part.letters.lowerBound] else { continue }
      if let target = nodes[part.letters.upperBound] {
        arcs[node].append(Arc(word: part.word, target: target))
      } else {
        ends.append((node, part.word))
      }
    }
    return ends
  }
}
