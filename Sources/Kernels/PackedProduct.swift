import COneDNN

/// The product of one number of rows with packed weights, and the epilogue behind it.
final class PackedProduct {
  /// The memory that a product reads and writes, wherever it lies.
  struct Operands {
    let source: dnnl_memory_t
    let destination: dnnl_memory_t
    let scratch: dnnl_memory_t

    func destroy() {
      for memory in [source, destination, scratch] { OneDNN.check(dnnl_memory_destroy(memory)) }
    }
  }

  /// Weights in the layout of a product; several may have the same.
  final class Weights {
    let memory: dnnl_memory_t
    let layout: dnnl_memory_desc_t

    init(_ weight: Matrix, layout: dnnl_memory_desc_t) {
      self.layout = layout
      memory = PackedProduct.pack(weight, as: layout)
    }

    deinit { OneDNN.check(dnnl_memory_destroy(memory)) }

    func has(_ other: UnsafePointer<dnnl_memory_desc_t>) -> Bool {
      withUnsafePointer(to: layout) { dnnl_memory_desc_equal($0, other) != 0 }
    }
  }

  let rows: Int
  let weights: Weights
  private let primitive: dnnl_primitive_t
  private let bias: dnnl_memory_t?
  private let source: dnnl_memory_desc_t
  private let destination: dnnl_memory_desc_t
  private let scratch: dnnl_memory_desc_t
  let scratchBytes: Int

  init(
    rows: Int, weight: QuantizedMatrix, bias: [Float]?, epilogue: PackedLinear.Epilogue, number: OneDNN.Number,
    sharing shared: Weights?
  ) {
    self.rows = rows
    let scales = weight.scales
    let (inputs, outputs) = (weight.values.columns, weight.values.rows)
    var source = OneDNN.matrix(rows, inputs, number)
    var packed = OneDNN.matrix(inputs, outputs, number, anyLayout: true)
    var biases = OneDNN.matrix(1, outputs, .single)
    var destination = OneDNN.matrix(rows, outputs, .single)
    var operation = dnnl_matmul_desc_t()
    OneDNN.check(
      withUnsafePointer(to: &biases) {
        dnnl_matmul_desc_init(&operation, &source, &packed, bias == nil ? nil : $0, &destination)
      })
    let attributes = Self.attributes(scales: scales, epilogue)
    defer { OneDNN.check(dnnl_primitive_attr_destroy(attributes)) }
    let description: dnnl_primitive_desc_t = OneDNN.made {
      dnnl_primitive_desc_create(&$0, &operation, attributes, OneDNN.engine, nil)
    }
    defer { OneDNN.check(dnnl_primitive_desc_destroy(description)) }
    primitive = OneDNN.made { dnnl_primitive_create(&$0, description) }
    guard let layout = dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0),
      let scratch = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0)
    else { preconditionFailure("oneDNN describes its products") }
    weights = shared.flatMap { $0.has(layout) ? $0 : nil } ?? Weights(weight.values, layout: layout.pointee)
    self.bias = bias.map { values in
      let memory = OneDNN.memory(biases)
      // The library adds the bias before it scales.
      Self.copy(scales.map { zip(values, $0).map { $0 / $1 } } ?? values, to: memory)
      return memory
    }
    (self.source, self.destination, self.scratch) = (source, destination, scratch.pointee)
    scratchBytes = dnnl_memory_desc_get_size(scratch)
  }

  deinit {
    OneDNN.check(dnnl_primitive_destroy(primitive))
    if let bias { OneDNN.check(dnnl_memory_destroy(bias)) }
  }

  /// What `execute` needs; the caller destroys it.
  func operands() -> Operands {
    Operands(
      source: OneDNN.placeholder(source), destination: OneDNN.placeholder(destination),
      scratch: OneDNN.placeholder(scratch))
  }

  /// Multiplies the rows at an address.
  func execute(
    _ operands: Operands, _ source: UnsafeMutableRawPointer, _ destination: UnsafeMutableRawPointer,
    _ scratch: UnsafeMutableRawPointer, _ stream: dnnl_stream_t
  ) {
    OneDNN.check(dnnl_memory_set_data_handle(operands.source, source))
    OneDNN.check(dnnl_memory_set_data_handle(operands.destination, destination))
    OneDNN.check(dnnl_memory_set_data_handle(operands.scratch, scratch))
    withUnsafeTemporaryAllocation(of: dnnl_exec_arg_t.self, capacity: 5) { arguments in
      var count = 0
      func pass(_ kind: Int32, _ memory: dnnl_memory_t) {
        arguments.initializeElement(at: count, to: dnnl_exec_arg_t(arg: kind, memory: memory))
        count += 1
      }
      pass(DNNL_ARG_SRC, operands.source)
      pass(DNNL_ARG_WEIGHTS, weights.memory)
      pass(DNNL_ARG_DST, operands.destination)
      pass(DNNL_ARG_SCRATCHPAD, operands.scratch)
      if let bias { pass(DNNL_ARG_BIAS, bias) }
      OneDNN.check(dnnl_primitive_execute(primitive, stream, Int32(count), arguments.baseAddress))
    }
  }

  private static func attributes(scales: [Float]?, _ epilogue: PackedLinear.Epilogue) -> dnnl_primitive_attr_t {
    let attributes: dnnl_primitive_attr_t = OneDNN.made { dnnl_primitive_attr_create(&$0) }
    OneDNN.check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user))
    if let scales {
      // The mask has the bit of the dimension along which the scales differ: the columns.
      OneDNN.check(dnnl_primitive_attr_set_output_scales(attributes, dnnl_dim_t(scales.count), 1 << 1, scales))
    }
    let operations: dnnl_post_ops_t = OneDNN.made { dnnl_post_ops_create(&$0) }
    defer { OneDNN.check(dnnl_post_ops_destroy(operations)) }
    switch epilogue {
    case .none: break
    case .gelu: OneDNN.check(dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_gelu_erf, 0, 0))
    case .sum: OneDNN.check(dnnl_post_ops_append_sum(operations, 1))
    }
    OneDNN.check(dnnl_primitive_attr_set_post_ops(attributes, operations))
    return attributes
  }

  /// The weights, transposed, in the layout that the product wants.
  private static func pack(_ weight: Matrix, as layout: dnnl_memory_desc_t) -> dnnl_memory_t {
    var transposed = dnnl_memory_desc_t()
    var dimensions = [dnnl_dim_t(weight.columns), dnnl_dim_t(weight.rows)]
    OneDNN.check(dnnl_memory_desc_init_by_tag(&transposed, 2, &dimensions, dnnl_f32, dnnl_ba))
    let source = OneDNN.memory(transposed)
    copy(weight.values, to: source)
    let target = OneDNN.memory(layout)
    let stream: dnnl_stream_t = OneDNN.made {
      dnnl_stream_create(&$0, OneDNN.engine, UInt32(dnnl_stream_default_flags.rawValue))
    }
    let description: dnnl_primitive_desc_t = OneDNN.made { handle in
      withUnsafePointer(to: layout) {
        dnnl_reorder_primitive_desc_create(&handle, &transposed, OneDNN.engine, $0, OneDNN.engine, nil)
      }
    }
    let reorder: dnnl_primitive_t = OneDNN.made { dnnl_primitive_create(&$0, description) }
    let arguments = [
      dnnl_exec_arg_t(arg: DNNL_ARG_FROM, memory: source), dnnl_exec_arg_t(arg: DNNL_ARG_TO, memory: target),
    ]
    OneDNN.check(dnnl_primitive_execute(reorder, stream, Int32(arguments.count), arguments))
    OneDNN.check(dnnl_stream_wait(stream))
    OneDNN.check(dnnl_primitive_destroy(reorder))
    OneDNN.check(dnnl_primitive_desc_destroy(description))
    OneDNN.check(dnnl_stream_destroy(stream))
    OneDNN.check(dnnl_memory_destroy(source))
    return target
  }

  private static func copy(_ values: [Float], to memory: dnnl_memory_t) {
    var address: UnsafeMutableRawPointer?
    OneDNN.check(dnnl_memory_get_data_handle(memory, &address))
    values.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: address, count: $0.count).copyMemory(from: $0) }
  }
}
