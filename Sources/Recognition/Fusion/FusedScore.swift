/// What decides between sentences, and what decides between equals.
struct FusedScore: Comparable {
  var first: Float
  var second: Float = 0

  static func < (a: Self, b: Self) -> Bool { (a.first, a.second) < (b.first, b.second) }
}
