import COneDNN

/// The products of matrices that lie in memory row after row. They run in the caller's thread only: streams and files are
/// what runs in parallel, and two levels of threads on one machine get in each other's way.
enum BLAS {
  private static let (plain, transposed) = (CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "T")))

  /// Rows that are read: where the first begins in an array, and how far it is from one to the next.
  struct Rows {
    let values: [Float]
    var offset = 0
    let stride: Int
  }

  /// The shape of C = A B: `rows` × `inner` times `inner` × `columns`.
  struct Shape {
    let rows: Int
    let columns: Int
    let inner: Int
  }

  /// C = scale × A B + keep × C, with B given as its transpose if `transposed`, as PyTorch stores weights.
  ///
  /// C's rows begin at `offset` of `c`, `stride` apart.
  static func multiply(
    _ shape: Shape, _ a: Rows, _ b: Rows, transposed: Bool, into c: inout [Float], at offset: Int = 0, stride: Int,
    scale: Float = 1, keep: Float = 0
  ) {
    guard shape.rows > 0, shape.columns > 0, shape.inner > 0 else { return }
    let bShape = transposed ? (shape.columns, shape.inner) : (shape.inner, shape.columns)
    check(a.values.count, at: a.offset, stride: a.stride, rows: shape.rows, columns: shape.inner)
    check(b.values.count, at: b.offset, stride: b.stride, rows: bShape.0, columns: bShape.1)
    check(c.count, at: offset, stride: stride, rows: shape.rows, columns: shape.columns)
    omp_set_num_threads(1)
    a.values.withUnsafeBufferPointer { aValues in
      b.values.withUnsafeBufferPointer { bValues in
        c.withUnsafeMutableBufferPointer { cValues in
          guard let a0 = aValues.baseAddress, let b0 = bValues.baseAddress, let c0 = cValues.baseAddress else { return }
          OneDNN.check(
            dnnl_sgemm(
              Self.plain, transposed ? Self.transposed : Self.plain,
              dnnl_dim_t(shape.rows), dnnl_dim_t(shape.columns), dnnl_dim_t(shape.inner), scale,
              a0 + a.offset, dnnl_dim_t(a.stride), b0 + b.offset, dnnl_dim_t(b.stride), keep,
              c0 + offset, dnnl_dim_t(stride)))
        }
      }
    }
  }

  /// What makes the pointer arithmetic above sound: every row lies inside the array.
  private static func check(_ count: Int, at offset: Int, stride: Int, rows: Int, columns: Int) {
    precondition(offset >= 0 && stride >= columns)
    precondition(offset + (rows - 1) * stride + columns <= count)
  }
}
