import COpenBLAS

/// The two products that everything is made of. OpenBLAS runs in the caller's thread only: streams and files are what
/// runs in parallel, and two levels of threads on one machine get in each other's way.
enum BLAS {
  private static let singleThreaded: Void = openblas_set_num_threads(1)

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
    _ = singleThreaded
    a.values.withUnsafeBufferPointer { aValues in
      b.values.withUnsafeBufferPointer { bValues in
        c.withUnsafeMutableBufferPointer { cValues in
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, transposed ? CblasTrans : CblasNoTrans,
            blasint(shape.rows), blasint(shape.columns), blasint(shape.inner), scale,
            aValues.baseAddress.map { $0 + a.offset }, blasint(a.stride),
            bValues.baseAddress.map { $0 + b.offset }, blasint(b.stride), keep,
            cValues.baseAddress.map { $0 + offset }, blasint(stride))
        }
      }
    }
  }

  /// y += A x, where x and y are runs of elements that begin at the offsets.
  static func addProduct(
    _ a: Matrix, _ x: [Float], at xOffset: Int, to y: inout [Float], at yOffset: Int
  ) {
    precondition(xOffset >= 0 && xOffset + a.columns <= x.count && yOffset >= 0 && yOffset + a.rows <= y.count)
    _ = singleThreaded
    a.values.withUnsafeBufferPointer { aValues in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          cblas_sgemv(
            CblasRowMajor, CblasNoTrans, blasint(a.rows), blasint(a.columns), 1, aValues.baseAddress,
            blasint(a.columns),
            x.baseAddress.map { $0 + xOffset }, 1, 1, y.baseAddress.map { $0 + yOffset }, 1)
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
