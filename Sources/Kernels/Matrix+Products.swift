extension Matrix {
  /// Becomes the product of two matrices: [rows, inner] times [inner, columns].
  public mutating func setProduct(_ a: Matrix, _ b: Matrix) {
    precondition(a.columns == b.rows)
    reshape(rows: a.rows, columns: b.columns)
    guard a.columns > 0 else { return fill(with: 0) }
    BLAS.multiply(
      .init(rows: a.rows, columns: b.columns, inner: a.columns), .init(values: a.values, stride: a.columns),
      .init(values: b.values, stride: b.columns), transposed: false, into: &values, stride: columns)
  }

  /// Makes every element the same.
  public mutating func fill(with value: Float) {
    var values = values.mutableSpan
    for index in values.indices { values[index] = value }
  }

  /// Multiplies each element by the one of `other` in the same place.
  public mutating func multiplyElements(by other: Matrix) {
    precondition(rows == other.rows && columns == other.columns)
    let factors = other.values.span
    var values = values.mutableSpan
    for index in values.indices { values[index] *= factors[index] }
  }
}
