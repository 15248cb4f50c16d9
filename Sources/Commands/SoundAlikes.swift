import Lexicon

/// Finds phrases that sound nearly alike, among many: phrases in a tree of phones, searched with bounded edit distance.
struct SoundAlikes {
  /// Two phrases whose phones differ by no more than this are easily confused: one gap, or two close neighbours.
  static let bound = 0.6

  private struct Node {
    var children: [Phone: Int] = [:]
    var phrases: [Int] = []
  }

  private var nodes = [Node()]
  private var phrases: [[Phone]] = []

  /// Adds a phrase; it is known by how many were added before it.
  mutating func add(_ phones: [Phone]) {
    var node = 0
    for phone in phones {
      if let child = nodes[node].children[phone] {
        node = child
      } else {
        nodes.append(Node())
        nodes[node].children[phone] = nodes.count - 1
        node = nodes.count - 1
      }
    }
    nodes[node].phrases.append(phrases.count)
    phrases.append(phones)
  }

  /// All pairs within the bound, the lower number first.
  func pairs() -> [(Int, Int)] {
    phrases.indices.flatMap { phrase in
      var near: [Int] = []
      let row = (0...phrases[phrase].count).map { Double($0) * PhoneSimilarity.gap }
      search(0, row: row, for: phrases[phrase], &near)
      return near.filter { $0 > phrase }.sorted().map { (phrase, $0) }
    }
  }

  /// Extends the alignment of `phones` with the path to `node` by each of its children, while any alignment is in bounds.
  private func search(_ node: Int, row: [Double], for phones: [Phone], _ near: inout [Int]) {
    if row[phones.count] <= Self.bound { near += nodes[node].phrases }
    for (phone, child) in nodes[node].children {
      var next = row
      next[0] += PhoneSimilarity.gap
      for (index, other) in phones.enumerated() {
        let replaced = row[index] + PhoneSimilarity.cost(phone, other)
        next[index + 1] = min(replaced, min(row[index + 1], next[index]) + PhoneSimilarity.gap)
      }
      if next.contains(where: { $0 <= Self.bound }) { search(child, row: next, for: phones, &near) }
    }
  }
}
