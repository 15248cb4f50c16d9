import Lexicon

/// The words that may be said at one place, as a tree of phones: words that begin alike share their beginnings.
///
/// Node 0 is the root. A node's number is higher than that of the node before it.
struct PhoneTree {
  /// A step from a node; what lies behind it is a node of the tree or, behind a word's last phone, a state of the graph.
  struct Way: Hashable {
    var phone: Phone
    var weight: Float
    /// What is known behind the phone, or -1.
    var output: Int32
    var target: Int32

    func leads(as other: Way) -> Bool { (phone, output, target) == (other.phone, other.output, other.target) }
  }

  private struct Branch: Hashable {
    var node: Int
    var phone: Phone
  }

  private var nodes: [Branch: Int] = [:]
  /// The branch that leads to node `index + 1`.
  private var branches: [Branch] = []
  /// The words' last phones, by the node before them.
  private var ends: [[Way]] = [[]]

  /// Adds a way to say a word.
  mutating func add(_ variant: WordPronunciations.Variant, output: Int32, target: Int32) {
    let phones = variant.pronunciation.phones
    var node = 0
    for phone in phones.dropLast() {
      let branch = Branch(node: node, phone: phone)
      if let known = nodes[branch] {
        node = known
      } else {
        branches.append(branch)
        ends.append([])
        node = branches.count
        nodes[branch] = node
      }
    }
    ends[node].append(Way(phone: phones[phones.count - 1], weight: variant.weight, output: output, target: target))
  }

  /// The ways from the root, in order.
  ///
  /// - Parameter state: a state of the graph from which these ways, in order, lead on. It is asked for every other node,
  ///   behind whose ways there are states already.
  func ways(state: ([Way]) -> Int32) -> [Way] {
    var leaving = ends
    for (index, branch) in branches.enumerated().reversed() {
      let target = state(Self.ordered(leaving[index + 1]))
      leaving[branch.node].append(Way(phone: branch.phone, weight: 0, output: -1, target: target))
    }
    return Self.ordered(leaving[0])
  }

  /// Each way once, with the greatest weight that it has.
  private static func ordered(_ ways: [Way]) -> [Way] {
    guard ways.count > 1 else { return ways }
    let sorted = ways.sorted {
      ($0.phone.rawValue, $0.output, $0.target, -$0.weight) < ($1.phone.rawValue, $1.output, $1.target, -$1.weight)
    }
    return sorted.indices.filter { $0 == 0 || !sorted[$0].leads(as: sorted[$0 - 1]) }.map { sorted[$0] }
  }
}
