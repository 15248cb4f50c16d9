import Glibc

extension Matrix {
  /// Replaces each element x by x Φ(x), the exact (erf) Gaussian error linear unit; error below 5e-7.
  public mutating func applyGELU() {
    var values = values.mutableSpan
    for index in values.indices { values[index] = Elementary.gelu(values[index]) }
  }

  /// Replaces each element x by e^x; -87 and 88 are the limits of x.
  public mutating func applyExp() {
    var values = values.mutableSpan
    for index in values.indices { values[index] = Elementary.exp(values[index]) }
  }

  /// Replaces each element x by 1 / (1 + e^-x).
  public mutating func applySigmoid() {
    var values = values.mutableSpan
    for index in values.indices { values[index] = Elementary.sigmoid(values[index]) }
  }

  /// Replaces each row by its softmax: e^x over the sum of the row's.
  public mutating func applySoftmax() {
    for row in 0..<rows {
      let range = range(ofRow: row)
      let peak = values.span.maximum(in: range)
      var span = values.mutableSpan
      for index in range { span[index] = Elementary.exp(span[index] - peak) }
      let scale = 1 / values.span.sum(in: range)
      span = values.mutableSpan
      for index in range { span[index] *= scale }
    }
  }

  /// Replaces each row by the logarithm of its softmax; the exponentials of a row add up to 1.
  public mutating func applyLogSoftmax() {
    for row in 0..<rows {
      let range = range(ofRow: row)
      let peak = values.span.maximum(in: range)
      var sum: Double = 0
      for index in range { sum += Double(Elementary.exp(values[index] - peak)) }
      let logSum = Float(log(sum))
      var span = values.mutableSpan
      for index in range { span[index] = (span[index] - peak) - logSum }
    }
  }
}
