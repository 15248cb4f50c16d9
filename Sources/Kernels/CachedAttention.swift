/// Attention of a few queries to keys and values that were made before, head by head: softmax(Q Kᵀ / √width) V.
public struct CachedAttention: Sendable {
  /// The buffers of a call.
  public struct Workspace: Sendable {
    fileprivate var weights = Matrix()

    /// Empty buffers.
    public init() {}
  }

  private let heads: Int

  /// - Parameter heads: how many; their columns stand side by side.
  public init(heads: Int) { self.heads = heads }

  /// Writes what some rows of `queries` find into the same rows of `context`; zeros where nothing is visible.
  ///
  /// - Parameters:
  ///   - rows: the queries.
  ///   - visible: the rows of `keys` and `values` that there are.
  public func attend(
    _ queries: Matrix, rows: Range<Int>, to keys: Matrix, _ values: Matrix, visible: Range<Int>,
    into context: inout Matrix, using workspace: inout Workspace
  ) {
    let (columns, width) = (queries.columns, queries.columns / heads)
    precondition(keys.columns == columns && values.columns == columns && context.columns == columns)
    guard !visible.isEmpty else { return context.fillRows(rows, with: 0) }
    workspace.weights.reshape(rows: rows.count, columns: visible.count)
    for head in 0..<heads {
      let column = head * width
      BLAS.multiply(
        .init(rows: rows.count, columns: visible.count, inner: width),
        .init(values: queries.values, offset: rows.lowerBound * columns + column, stride: columns),
        .init(values: keys.values, offset: visible.lowerBound * columns + column, stride: columns), transposed: true,
        into: &workspace.weights.values, stride: visible.count, scale: 1 / Float(width).squareRoot())
      workspace.weights.applySoftmax()
      BLAS.multiply(
        .init(rows: rows.count, columns: width, inner: visible.count),
        .init(values: workspace.weights.values, stride: visible.count),
        .init(values: values.values, offset: visible.lowerBound * columns + column, stride: columns), transposed: false,
        into: &context.values, at: rows.lowerBound * columns + column, stride: columns)
    }
  }
}
