import Lexicon

/// Words as a tree of phones: what begins alike shares its beginning.
///
/// Node 0 is the root. A node's number is higher than its parent's, and the children of a node lie side by side.
struct WordTree: Sendable {
  /// A word that is complete at a node.
  struct End: Sendable {
    let word: Int32
    /// A log-probability, at most 0: the cost of this way to say it.
    let weight: Float
  }

  /// The column of each node's phone; 0 for the root.
  private(set) var columns: [UInt8] = [0]
  /// The children of node `n` are `firstChild[n]..<firstChild[n + 1]`.
  private(set) var firstChild: [Int32] = []
  /// The words that are complete at node `n` are `ends[firstEnd[n]..<firstEnd[n + 1]]`.
  private(set) var firstEnd: [Int32] = [0]
  private(set) var ends: [End] = []
  /// The highest log-probability of a word at the node or below it, in nats; 0 for the root.
  private(set) var ahead: [Float] = [0]

  /// How many nodes there are.
  var count: Int { columns.count }

  /// - Parameter logProbability: that of each word by itself.
  init(_ words: SpokenWords, logProbability: (Int32) -> Float) {
    let forms = words.forms
    let order = forms.indices.sorted { a, b in
      let (first, second) = (forms[a].phones, forms[b].phones)
      for offset in 0..<min(first.count, second.count) {
        let phones = (
          words.phones[Int(first.lowerBound) + offset], words.phones[Int(second.lowerBound) + offset]
        )
        if phones.0 != phones.1 { return phones.0 < phones.1 }
      }
      return (first.count, forms[a].word) < (second.count, forms[b].word)
    }
    // The forms below each node, a range of `order`, and how many phones lead to it.
    var below = [(forms: order.indices, depth: 0)]
    var node = 0
    while node < below.count {
      var (rest, depth) = below[node]
      while let first = rest.first, forms[order[first]].phones.count == depth {
        ends.append(End(word: forms[order[first]].word, weight: forms[order[first]].weight))
        rest.removeFirst()
      }
      firstEnd.append(Int32(ends.count))
      firstChild.append(Int32(below.count))
      while let first = rest.first {
        func column(_ place: Int) -> UInt8 { words.phones[Int(forms[order[place]].phones.lowerBound) + depth] }
        let phone = column(first)
        let part = rest.prefix { column($0) == phone }
        columns.append(phone)
        ahead.append(
          part.reduce(-.infinity) {
            max($0, logProbability(forms[order[$1]].word) + forms[order[$1]].weight)
          })
        below.append((part, depth + 1))
        rest.removeFirst(part.count)
      }
      node += 1
    }
    firstChild.append(Int32(below.count))
  }

  /// The children of a node.
  func children(of node: Int) -> Range<Int> { Int(firstChild[node])..<Int(firstChild[node + 1]) }

  /// The words that are complete at a node, indices in `ends`.
  func ends(at node: Int) -> Range<Int> { Int(firstEnd[node])..<Int(firstEnd[node + 1]) }
}
