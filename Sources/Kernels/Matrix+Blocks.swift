/// Rows and runs of elements that are moved between matrices and other memory.
extension Matrix {
  /// Makes rows from `row` on equal to some rows of another matrix with as many columns.
  public mutating func setRows(from row: Int, to other: Matrix, _ rows: Range<Int>) {
    precondition(columns == other.columns)
    setElements(from: row * columns, to: other, from: rows.lowerBound * columns, count: rows.count * columns)
  }

  /// Adds some rows of another matrix with as many columns to the rows from `row` on.
  public mutating func addRows(from row: Int, _ other: Matrix, _ rows: Range<Int>) {
    precondition(columns == other.columns && row + rows.count <= self.rows)
    let (target, source, count) = (row * columns, rows.lowerBound * columns, rows.count * columns)
    let values = other.values.span
    var own = self.values.mutableSpan
    for offset in 0..<count { own[target + offset] += values[source + offset] }
  }

  /// Makes the elements from `index` on equal to those of `source`.
  public mutating func setElements(from index: Int, to source: UnsafeMutableBufferPointer<Float>) {
    setElements(from: index, to: UnsafeBufferPointer(source))
  }

  /// Makes the elements from `index` on equal to those from `start` on of another matrix.
  public mutating func setElements(from index: Int, to other: Matrix, from start: Int, count: Int) {
    other.values.withUnsafeBufferPointer {
      setElements(from: index, to: UnsafeBufferPointer(rebasing: $0[start..<start + count]))
    }
  }

  /// Copies the elements from `index` on, as many as there is room for.
  public func copyElements(from index: Int, to target: UnsafeMutableBufferPointer<Float>) {
    values.withUnsafeBufferPointer { _ = target.update(fromContentsOf: $0[index..<index + target.count]) }
  }

  /// Makes every element of some rows the same.
  public mutating func fillRows(_ rows: Range<Int>, with value: Float) {
    let range = rows.lowerBound * columns..<rows.upperBound * columns
    var values = values.mutableSpan
    for index in range { values[index] = value }
  }

  private mutating func setElements(from index: Int, to source: UnsafeBufferPointer<Float>) {
    values.withUnsafeMutableBufferPointer { elements in
      _ = elements[index..<index + source.count].update(fromContentsOf: source)
    }
  }
}
