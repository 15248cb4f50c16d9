import COpenBLAS

/// The two products that everything is made of. OpenBLAS runs in the caller's thread only: streams and files are what
/// runs in parallel, and two levels of threads on one machine get in each other's way.
enum BLAS {
  private static let singleThreaded: Void = openblas_set_num_threads(1)

  /// A block of rows inside a larger array: where it begins, and how far it is from one row to the next.
  struct Block {
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
  static func multiply(
    _ shape: Shape, _ a: [Float], _ aBlock: Block, _ b: [Float], _ bBlock: Block, transposed: Bool,
    into c: inout [Float], _ cBlock: Block, scale: Float = 1, keep: Float = 0
  ) {
    guard shape.rows > 0, shape.columns > 0, shape.inner > 0 else { return }
    check(a.count, aBlock, rows: shape.rows, columns: shape.inner)
    check(
      b.count, bBlock, rows: transposed ? shape.columns : shape.inner,
      columns: transposed ? shape.inner : shape.columns)
    check(c.count, cBlock, rows: shape.rows, columns: shape.columns)
    _ = singleThreaded
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, transposed ? CblasTrans : CblasNoTrans,
            blasint(shape.rows), blasint(shape.columns), blasint(shape.inner), scale,
            a.baseAddress.map { $0 + aBlock.offset }, blasint(aBlock.stride),
            b.baseAddress.map { $0 + bBlock.offset }, blasint(bBlock.stride), keep,
            c.baseAddress.map { $0 + cBlock.offset }, blasint(cBlock.stride))
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
    a.values.withUnsafeBufferPointer { a_ in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          cblas_sgemv(
            CblasRowMajor, CblasNoTrans, blasint(a.rows), blasint(a.columns), 1, a_.baseAddress, blasint(a.columns),
            x.baseAddress.map { $0 + xOffset }, 1, 1, y.baseAddress.map { $0 + yOffset }, 1)
        }
      }
    }
  }

  /// What makes the pointer arithmetic above sound: every row of the block lies inside the array.
  private static func check(_ count: Int, _ block: Block, rows: Int, columns: Int) {
    precondition(block.offset >= 0 && block.stride >= columns)
    precondition(block.offset + (rows - 1) * block.stride + columns <= count)
  }
}
