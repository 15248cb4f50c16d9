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

  /// Adds a scale times the elements of `other`, which has as many rows and as many columns or fewer, to the first
  /// columns.
  public mutating func add(_ other: Matrix, scale: Float) {
    precondition(rows == other.rows && columns >= other.columns)
    let (here, there) = (columns, other.columns)
    let source = other.values.span
    var target = values.mutableSpan
    for row in 0..<other.rows {
      for column in 0..<there { target[row * here + column] += scale * source[row * there + column] }
    }
  }

  /// Becomes a copy of some matrices side by side, which have the same number of rows.
  public mutating func join(_ parts: Matrix...) {
    let rows = parts.first?.rows ?? 0
    precondition(parts.allSatisfy { $0.rows == rows })
    let columns = parts.reduce(0) { $0 + $1.columns }
    reshape(rows: rows, columns: columns)
    var start = 0
    for part in parts {
      let source = part.values.span
      var target = values.mutableSpan
      for row in 0..<rows {
        for column in 0..<part.columns { target[row * columns + start + column] = source[row * part.columns + column] }
      }
      start += part.columns
    }
  }
}
