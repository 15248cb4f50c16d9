import COneDNN

/// A linear map of rows, y = f(x Wᵀ + b), with the weights laid out for the processor's matrix instructions: several times
/// as fast on few rows as `Linear`, whose weights lie as they were read.
///
/// Where the processor multiplies brain floats (8 bits of precision) inputs and weights are such; sums are single in any
/// case. Weights that are small whole numbers with a scale for each output, as in a quantised file, are brain floats
/// exactly.
///
/// Immutable and shared; what a call needs lies in its `Workspace`.
public final class PackedLinear: @unchecked Sendable {
  /// The precision of inputs and weights.
  public enum Precision: Sendable {
    /// The least in which the processor is at its fastest: brain floats where it multiplies them.
    case native
    /// Single.
    case single
  }

  /// What happens to the product.
  public enum Epilogue: Sendable {
    /// It is the output.
    case none
    /// The Gaussian error linear unit of it is.
    case gelu
    /// It is added to the output.
    case sum
  }

  /// What calls need besides weights; one for each thread.
  ///
  /// Sendable because its stream belongs to it alone, it cannot be copied, and oneDNN's CPU streams are bound to no thread.
  public struct Workspace: ~Copyable, @unchecked Sendable {
    fileprivate let stream: dnnl_stream_t = OneDNN.made {
      dnnl_stream_create(&$0, OneDNN.engine, UInt32(dnnl_stream_default_flags.rawValue))
    }
    fileprivate var scratch: [UInt64] = []
    fileprivate var brain: [UInt16] = []
    /// What the library calls the memory that each product works on.
    fileprivate var operands: [ObjectIdentifier: PackedProduct.Operands] = [:]

    /// Empty buffers.
    public init() {}

    fileprivate mutating func reserveScratch(_ bytes: Int) {
      let missing = max(1, (bytes + 7) / 8) - scratch.count
      if missing > 0 { scratch.append(contentsOf: repeatElement(0, count: missing)) }
    }

    deinit {
      for operands in operands.values { operands.destroy() }
      OneDNN.check(dnnl_stream_destroy(stream))
    }
  }

  /// How many rows are multiplied at a time: every number of rows is made of these.
  private static let tiles = [64, 16, 8]

  /// The width of the input, and of the output.
  public let (inputs, outputs): (Int, Int)
  private let number: OneDNN.Number
  /// From many rows to few; none where our own loop multiplies.
  private let products: [PackedProduct]
  /// What our own loop needs, where it multiplies.
  private let loop: PackedLoop?
  /// What the greediest of them needs.
  private let scratchBytes: Int

  /// - Parameters:
  ///   - weight: [outputs, inputs].
  ///   - bias: for each output; nil for none.
  ///   - precision: of inputs and weights.
  public convenience init(
    weight: QuantizedMatrix, bias: [Float]?, epilogue: Epilogue = .none, precision: Precision = .native
  ) {
    self.init(weight: weight, bias: bias, epilogue: epilogue, precision: precision, multiplier: .native)
  }

  init(
    weight: QuantizedMatrix, bias: [Float]?, epilogue: Epilogue = .none, precision: Precision = .native,
    multiplier: Multiplier
  ) {
    precondition((bias?.count ?? weight.values.rows) == weight.values.rows)
    (inputs, outputs) = (weight.values.columns, weight.values.rows)
    let isLoop = multiplier == .loop
    loop = isLoop ? PackedLoop(weights: StripWeights(weight.scaled), bias: bias, epilogue: epilogue) : nil
    let number: OneDNN.Number = precision == .native && OneDNN.hasBrainFloats && !isLoop ? .brain : .single
    self.number = number
    var products: [PackedProduct] = []
    for rows in isLoop ? [] : Self.tiles {
      products.append(
        PackedProduct(
          rows: rows, weight: weight, bias: bias, epilogue: epilogue, number: number, sharing: products.first?.weights))
    }
    self.products = products
    scratchBytes = products.reduce(0) { max($0, $1.scratchBytes) }
  }

  /// Maps the first rows of a matrix.
  ///
  /// - Parameters:
  ///   - rows: how many; a multiple of 8.
  ///   - offset: the row of the input that is the first.
  ///   - target: the row of the output that the first becomes.
  public func apply(
    to input: Matrix, rows: Int, from offset: Int = 0, into output: inout Matrix, at target: Int = 0,
    using workspace: inout Workspace
  ) {
    precondition(input.columns == inputs && output.columns == outputs)
    precondition(offset >= 0 && offset + rows <= input.rows && target >= 0 && target + rows <= output.rows)
    precondition(rows % 8 == 0, "\(rows) rows are no multiple of 8")
    if let loop { return loop.apply(to: input, rows: rows, from: offset, into: &output, at: target) }
    if number == .brain { input.writeBrainFloats(rows: offset..<offset + rows, into: &workspace.brain) }
    workspace.reserveScratch(scratchBytes)
    input.values.withUnsafeBytes { single in
      workspace.brain.withUnsafeBytes { brain in
        let source = number == .brain ? brain.baseAddress : single.baseAddress.map { $0 + offset * inputs * 4 }
        output.values.withUnsafeMutableBytes { destination in
          guard let source, let destination = destination.baseAddress else { return }
          multiply(
            // The library reads its sources through pointers that may be written through.
            UnsafeMutableRawPointer(mutating: source), rows, into: destination + target * outputs * 4,
            scratch: &workspace.scratch, operands: &workspace.operands, workspace.stream)
        }
      }
    }
  }

  /// Multiplies tile by tile.
  private func multiply(
    _ source: UnsafeMutableRawPointer, _ rows: Int, into destination: UnsafeMutableRawPointer,
    scratch: inout [UInt64], operands: inout [ObjectIdentifier: PackedProduct.Operands], _ stream: dnnl_stream_t
  ) {
    omp_set_num_threads(1)
    scratch.withUnsafeMutableBytes { scratch in
      guard let scratch = scratch.baseAddress else { return }
      var done = 0
      for product in products {
        while rows - done >= product.rows {
          let own = operands[ObjectIdentifier(product)] ?? product.operands()
          operands[ObjectIdentifier(product)] = own
          product.execute(
            own, source + done * inputs * number.size, destination + done * outputs * 4, scratch, stream)
          done += product.rows
        }
      }
      precondition(done == rows)
    }
  }
}
