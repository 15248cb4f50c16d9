/// Rows of `Float` in one block of memory, row-major: element (r, c) stands at r × columns + c.
///
/// Used for weights, and for the buffers between layers: `reshape` keeps the storage, so that a buffer allocates
/// only when it has to become larger than it ever was.
public struct Matrix: Sendable, Equatable {
  /// The number of rows: frames, or the outputs of a layer.
  public private(set) var rows: Int
  /// The number of columns: channels, or the inputs of a layer.
  public private(set) var columns: Int
  /// The elements, row-major; always rows × columns of them.
  public internal(set) var values: [Float]

  /// A matrix of zeros.
  public init(rows: Int = 0, columns: Int = 0) {
    self.init(rows: rows, columns: columns, values: [Float](repeating: 0, count: rows * columns))
  }

  /// A matrix of row-major values.
  ///
  /// - Precondition: there are rows × columns of them.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// The element in a row and a column.
  public subscript(row: Int, column: Int) -> Float {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// Gives the matrix another shape and unspecified elements; allocates only if it was never as large.
  public mutating func reshape(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    let change = rows * columns - values.count
    if change > 0 {
      values.append(contentsOf: repeatElement(0, count: change))
    } else {
      values.removeLast(-change)
    }
  }

  /// Adds a row behind the last one; allocates only if the matrix was never as large.
  ///
  /// - Precondition: it has as many values as there are columns.
  mutating func append(row: [Float]) { append(row: row.span) }

  /// Adds a row behind the last one; allocates only if the matrix was never as large.
  ///
  /// - Precondition: it has as many values as there are columns.
  public mutating func append(row: Span<Float>) {
    precondition(row.count == columns)
    for index in row.indices { values.append(row[index]) }
    rows += 1
  }

  /// Adds some rows of another matrix behind the last one.
  ///
  /// - Precondition: it has as many columns.
  public mutating func append(_ other: Matrix, rows added: Range<Int>) {
    precondition(other.columns == columns)
    values.append(contentsOf: other.values[added.lowerBound * columns..<added.upperBound * columns])
    rows += added.count
  }

  /// Adds a row of equal values.
  mutating func appendRow(of value: Float) {
    values.append(contentsOf: repeatElement(value, count: columns))
    rows += 1
  }

  /// Calls `body` with the elements, row-major, for writing.
  public mutating func withValues<E>(_ body: (inout MutableSpan<Float>) throws(E) -> Void) throws(E) {
    var span = values.mutableSpan
    try body(&span)
  }

  /// The positions of a row's elements.
  public func range(ofRow row: Int) -> Range<Int> { row * columns..<(row + 1) * columns }
}
