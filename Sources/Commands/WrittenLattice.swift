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
      // What the grammar does not have leads nowhere.
      guard let words = Self.words(reading, of: commands) else { continue }
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

  /// The words of a reading; nil where the grammar does not have one.
  private static func words(_ reading: [String], of commands: WrittenCommands) -> [WrittenCommands.Word]? {
    var words: [WrittenCommands.Word] = []
    for word in reading {
      if let known = commands.word(word) {
        words.append(known)
      } else if let parts = commands.parts(of: word) {
        words += parts
      } else {
        return nil
      }
    }
    return words
  }
}
