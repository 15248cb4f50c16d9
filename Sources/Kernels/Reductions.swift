/// Sums and maxima in eight lanes: the order of additions is ours to choose, so that they need not wait for each other.
extension Span<Float> {
  private func lanes(at index: Int) -> SIMD8<Float> {
    bytes.unsafeLoadUnaligned(fromByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
  }

  /// The sum over `range` of what `term` makes of each element.
  @inline(__always) private func sum(
    in range: Range<Int>, of term: (SIMD8<Float>) -> SIMD8<Float>, scalar: (Float) -> Float
  ) -> Float {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var sums = SIMD8<Float>(repeating: 0)
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      sums += term(lanes(at: index))
      index += 8
    }
    return (index..<range.upperBound).reduce(sums.sum()) { $0 + scalar(self[$1]) }
  }

  /// The sum of the elements in `range`.
  func sum(in range: Range<Int>) -> Float { sum(in: range, of: { $0 }, scalar: { $0 }) }

  /// The sum of squared differences from `mean`.
  func squaredDeviations(in range: Range<Int>, from mean: Float) -> Float {
    sum(in: range, of: { ($0 - mean) * ($0 - mean) }, scalar: { ($0 - mean) * ($0 - mean) })
  }

  /// The largest element in `range`; -∞ if it is empty.
  func maximum(in range: Range<Int>) -> Float {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var largest = SIMD8<Float>(repeating: -.infinity)
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let values = lanes(at: index)
      largest.replace(with: values, where: values .> largest)
      index += 8
    }
    return (index..<range.upperBound).reduce(largest.max()) { max($0, self[$1]) }
  }
}
