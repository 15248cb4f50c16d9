import Testing

@testable import Kernels

@Suite struct MatrixTests {
  /// A buffer that was large once never moves again.
  @Test func reshapingToSmallerKeepsTheStorage() {
    var matrix = Matrix(rows: 100, columns: 30)
    let address = matrix.values.withUnsafeBufferPointer { $0.baseAddress }
    for (rows, columns) in [(3, 5), (0, 7), (100, 30), (1500, 2), (30, 100)] {
      matrix.reshape(rows: rows, columns: columns)
      #expect(matrix.values.count == rows * columns)
      #expect(matrix.values.withUnsafeBufferPointer { $0.baseAddress } == address)
    }
  }

  @Test func rowsLieOneAfterAnother() {
    var matrix = Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
    #expect(matrix[1, 0] == 4)
    matrix[0, 2] = 9
    #expect(matrix.values == [1, 2, 9, 4, 5, 6])
  }
}
