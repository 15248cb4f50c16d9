import Lexicon

/// How far the sounds of words are from one another.
enum PhoneDistance {
  /// The fewest phones to change, to leave out and to put in between.
  static func between(_ a: [Phone], _ b: [Phone]) -> Int {
    var row = Array(0...b.count)
    for (index, phone) in a.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in b.enumerated() {
        let change = diagonal + (phone == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, diagonal + 1, row[column] + 1)
      }
    }
    return row[b.count]
  }
}
