extension Matrix {
  /// Makes every row equal to `row`.
  mutating func fillRows(with row: [Float]) {
    precondition(row.count == columns)
    let source = row.span
    let starts = stride(from: 0, to: values.count, by: source.count)
    var target = values.mutableSpan
    for start in starts {
      for column in source.indices { target[start + column] = source[column] }
    }
  }

  /// Adds `row` to every row.
  mutating func addToRows(_ row: [Float]) {
    precondition(row.count == columns)
    let source = row.span
    let starts = stride(from: 0, to: values.count, by: source.count)
    var target = values.mutableSpan
    for start in starts {
      for column in source.indices { target[start + column] += source[column] }
    }
  }

  /// Adds the first rows of `other`, as many as there are here.
  public mutating func addRows(of other: Matrix) {
    precondition(columns == other.columns && rows <= other.rows)
    var target = values.mutableSpan
    let source = other.values.span
    for index in target.indices { target[index] += source[index] }
  }
}
