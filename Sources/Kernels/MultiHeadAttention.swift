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

  /// What is added to the products of queries and keys, before the softmax: of each head its scale times the values.
  public struct Bias: Sendable {
    /// [queries, keys].
    public var values: Matrix
    /// One for each head.
    public var scales: [Float]

    /// - Parameters:
    ///   - values: [queries, keys].
    ///   - scales: one for each head.
    public init(values: Matrix, scales: [Float]) {
      self.values = values
      self.scales = scales
    }
  }

  private let heads: Int
  private let query: Linear
  private let key: Linear
  private let value: Linear
  private let out: Linear
  private let null: [Float]?

  /// - Parameter null: a learned key beside those of the memory, all heads side by side; its value is zero, so that a
  ///   query which fits nothing finds nothing. Nil where there is none.
  /// - Precondition: query, key and value have the same number of outputs, a multiple of `heads`, which `out` takes.
  public init(heads: Int, query: Linear, key: Linear, value: Linear, out: Linear, null: [Float]? = nil) {
    let width = query.weight.rows
    precondition(heads > 0 && width.isMultiple(of: heads))
    precondition(key.weight.rows == width && value.weight.rows == width && out.weight.columns == width)
    precondition(null.map { $0.count == width } ?? true)
    self.null = null
    self.heads = heads
    self.query = query
    self.key = key
    self.value = value
    self.out = out
  }

  /// Adds to `output` what the rows of `input` find in the rows of `memory`; both are the same in self-attention.
  ///
  /// - Parameters:
  ///   - bias: what is added to the logits of the memory's keys; the null key has none.
  ///   - visit: called for each head in turn with its weights, [queries, keys], behind which the null key's stand in one
  ///     column more.
  public func add(
    of input: Matrix, attendingTo memory: Matrix, bias: Bias? = nil, to output: inout Matrix,
    using workspace: inout Workspace, visit: (_ head: Int, _ weights: Matrix) -> Void = { _, _ in }
  ) {
    precondition(memory.rows > 0 || input.rows == 0 || null != nil)
    query.apply(to: input, into: &workspace.queries)
    key.apply(to: memory, into: &workspace.keys)
    value.apply(to: memory, into: &workspace.values)
    if let null {
      workspace.keys.append(row: null)
      workspace.values.appendRow(of: 0)
    }
    attend(&workspace, bias: bias, visit)
    out.add(of: workspace.context, to: &output)
  }

  /// softmax(Q Kᵀ / √width + bias) V, head by head.
  private func attend(_ workspace: inout Workspace, bias: Bias?, _ visit: (Int, Matrix) -> Void) {
    let (queries, keys) = (workspace.queries.rows, workspace.keys.rows)
    let (columns, width) = (workspace.queries.columns, workspace.queries.columns / heads)
    workspace.weights.reshape(rows: queries, columns: keys)
    workspace.context.reshape(rows: queries, columns: columns)
    for head in 0..<heads {
      let offset = head * width
      BLAS.multiply(
        .init(rows: queries, columns: keys, inner: width),
        .init(values: workspace.queries.values, offset: offset, stride: columns),
        .init(values: workspace.keys.values, offset: offset, stride: columns), transposed: true,
        into: &workspace.weights.values, stride: keys, scale: 1 / Float(width).squareRoot())
      if let bias { workspace.weights.add(bias.values, scale: bias.scales[head]) }
      workspace.weights.applySoftmax()
      visit(head, workspace.weights)
      BLAS.multiply(
        .init(rows: queries, columns: width, inner: keys),
        .init(values: workspace.weights.values, stride: keys),
        .init(values: workspace.values.values, offset: offset, stride: columns), transposed: false,
        into: &workspace.context.values, at: offset, stride: columns)
    }
  }
}
