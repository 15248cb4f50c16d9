import Commands
import Lexicon

/// What was heard in the place of each phone of a pronunciation: the cheapest alignment of both (see `PhoneSimilarity`).
struct PhoneAlignment {
  /// For each phone of the pronunciation the phones that were heard for it: itself, another one, none, or with others that
  /// were put in after it, and before the first one.
  let heard: [[Phone]]
  /// The sum of the differences.
  let cost: Double

  /// - Precondition: `expected` is not empty.
  init(of heard: [Phone], with expected: [Phone]) {
    let (rows, columns) = (expected.count + 1, heard.count + 1)
    var costs = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns where row + column > 0 {
        var best = Double.infinity
        if row > 0, column > 0 {
          let difference = PhoneSimilarity.cost(expected[row - 1], heard[column - 1])
          best = costs[(row - 1) * columns + column - 1] + difference
        }
        if row > 0 { best = min(best, costs[(row - 1) * columns + column] + PhoneSimilarity.gap) }
        if column > 0 { best = min(best, costs[row * columns + column - 1] + PhoneSimilarity.gap) }
        costs[row * columns + column] = best
      }
    }
    cost = costs[rows * columns - 1]
    var places = [[Phone]](repeating: [], count: expected.count)
    var (row, column) = (expected.count, heard.count)
    while row > 0 || column > 0 {
      let here = costs[row * columns + column]
      if row > 0, column > 0,
        here == costs[(row - 1) * columns + column - 1] + PhoneSimilarity.cost(expected[row - 1], heard[column - 1])
      {
        places[row - 1].insert(heard[column - 1], at: 0)
        (row, column) = (row - 1, column - 1)
      } else if column > 0, here == costs[row * columns + column - 1] + PhoneSimilarity.gap {
        places[max(0, row - 1)].insert(heard[column - 1], at: 0)
        column -= 1
      } else {
        row -= 1
      }
    }
    self.heard = places
  }
}
