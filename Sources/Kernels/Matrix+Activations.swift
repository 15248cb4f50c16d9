import CVectors

extension Matrix {
  /// Replaces each element x by x Φ(x), the exact (erf) Gaussian error linear unit; error below 5e-7.
  public mutating func applyGELU() { withElements { attune_gelu($0, $1) } }

  /// Replaces each element x by e^x; -87 and 88 are the limits of x.
  public mutating func applyExp() { withElements { attune_exp($0, $1) } }

  /// Replaces each element x by 1 / (1 + e^-x).
  public mutating func applySigmoid() { withElements { attune_sigmoid($0, $1) } }

  /// Replaces each row by its softmax: e^x over the sum of the row's.
  public mutating func applySoftmax() { withEachRow { attune_softmax($0, $1) } }

  /// Replaces each row by the logarithm of its softmax; the exponentials of a row add up to 1.
  public mutating func applyLogSoftmax() { withEachRow { attune_log_softmax($0, $1) } }

  private mutating func withElements(_ change: (UnsafeMutablePointer<Float>, Int) -> Void) {
    values.withUnsafeMutableBufferPointer { elements in
      if let first = elements.baseAddress { change(first, elements.count) }
    }
  }

  private mutating func withEachRow(_ change: (UnsafeMutablePointer<Float>, Int) -> Void) {
    let (rows, columns) = (rows, columns)
    values.withUnsafeMutableBufferPointer { elements in
      guard let first = elements.baseAddress else { return }
      for row in 0..<rows { change(first + row * columns, columns) }
    }
  }
}
