/// The least cost of turning one sequence into another by inserting, deleting and replacing elements.
package enum EditDistance {
  /// Sums the costs along the cheapest alignment; `gap` is the cost of one insertion or deletion.
  static func cost<Element>(
    from a: [Element], to b: [Element], gap: Double, replace: (Element, Element) -> Double
  ) -> Double {
    var row = (0...b.count).map { Double($0) * gap }
    for (i, element) in a.enumerated() {
      var diagonal = row[0]
      row[0] = Double(i + 1) * gap
      for (j, other) in b.enumerated() {
        let replaced = diagonal + replace(element, other)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, min(row[j], row[j + 1]) + gap)
      }
    }
    return row[b.count]
  }

  /// The fewest elements to insert, delete and replace.
  package static func edits<Element: Equatable>(from a: [Element], to b: [Element]) -> Int {
    Int(cost(from: a, to: b, gap: 1) { $0 == $1 ? 0 : 1 })
  }

  /// The edits by the length of the longer sequence, 0...1.
  package static func share<Element: Equatable>(from a: [Element], to b: [Element]) -> Float {
    Float(edits(from: a, to: b)) / Float(max(1, a.count, b.count))
  }

  private static let longest = 64

  /// The name that a misspelt one most likely means: at most three letters and half its length away, ignoring case.
  ///
  /// Names of more than 64 letters are no misspelling, and would take long to compare.
  static func closest(to name: String, among names: some Sequence<String>) -> String? {
    guard name.utf8.count <= longest else { return nil }
    let folded = Array(name.lowercased())
    let candidates = names.filter { $0.utf8.count <= longest }.map { candidate in
      (name: candidate, edits: edits(from: folded, to: Array(candidate.lowercased())))
    }
    let best = candidates.min { ($0.edits, $0.name) < ($1.edits, $1.name) }
    return best.flatMap { $0.edits <= min(3, folded.count / 2) ? $0.name : nil }
  }
}
