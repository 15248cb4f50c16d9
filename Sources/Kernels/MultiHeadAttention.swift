/// Scaled dot-product attention in several heads (Vaswani et al., 2017): every row of one matrix takes a weighted mean
/// of the rows of another, or of its own.
public struct MultiHeadAttention: Sendable {
  /// The buffers of a call; reused, they grow to the longest input that was seen.
  public struct Workspace: Sendable {
    var queries = Matrix()
    var keys = Matrix()
    var values = Matrix()
    /// [queries, keys] of one head.
    var weights = Matrix()
    /// [queries, heads × width]: the heads' results side by side.
    var context = Matrix()

    /// Empty buffers.
    public init() {}
  }

  private let heads: Int
  private let query: Linear
  private let key: Linear
  private let value: Linear
  private let out: Linear

  /// - Precondition: query, key and value have the same number of outputs, a multiple of `heads`, which `out` takes.
  public init(heads: Int, query: Linear, key: Linear, value: Linear, out: Linear) {
    let width = query.weight.rows
    precondition(heads > 0 && width.isMultiple(of: heads))
    precondition(key.weight.rows == width && value.weight.rows == width && out.weight.columns == width)
    self.heads = heads
    self.query = query
    self.key = key
    self.value = value
    self.out = out
  }

  /// Adds to `output` what the rows of `input` find in the rows of `memory`; both are the same in self-attention.
  public func add(
    of input: Matrix, attendingTo memory: Matrix, to output: inout Matrix, using workspace: inout Workspace
  ) {
    precondition(memory.rows > 0 || input.rows == 0)
    query.apply(to: input, into: &workspace.queries)
    key.apply(to: memory, into: &workspace.keys)
    value.apply(to: memory, into: &workspace.values)
    attend(&workspace)
    out.add(of: workspace.context, to: &output)
  }

  /// softmax(Q Kᵀ / √width) V, head by head.
  private func attend(_ workspace: inout Workspace) {
    let (queries, keys) = (workspace.queries.rows, workspace.keys.rows)
    let (columns, width) = (workspace.queries.columns, workspace.queries.columns / heads)
    workspace.weights.reshape(rows: queries, columns: keys)
    workspace.context.reshape(rows: queries, columns: columns)
    for offset in stride(from: 0, to: columns, by: width) {
      BLAS.multiply(
        .init(rows: queries, columns: keys, inner: width),
        .init(values: workspace.queries.values, offset: offset, stride: columns),
        .init(values: workspace.keys.values, offset: offset, stride: columns), transposed: true,
        into: &workspace.weights.values, stride: keys, scale: 1 / Float(width).squareRoot())
      workspace.weights.applySoftmax()
      BLAS.multiply(
        .init(rows: queries, columns: width, inner: keys),
        .init(values: workspace.weights.values, stride: keys),
        .init(values: workspace.values.values, offset: offset, stride: columns), transposed: false,
        into: &workspace.context.values, at: offset, stride: columns)
    }
  }
}
