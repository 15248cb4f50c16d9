import CVectors

/// Elements as brain floats: the upper halves of floats, with their range and 8 bits of their precision. Not for NaN.
extension Matrix {
  /// Makes the elements from `index` on the values of brain floats.
  public mutating func setElements(from index: Int, to source: UnsafeMutableBufferPointer<UInt16>) {
    precondition(index >= 0 && index + source.count <= values.count)
    values.withUnsafeMutableBufferPointer { elements in
      guard let target = elements.baseAddress, let halves = source.baseAddress else { return }
      attune_widen(halves, target + index, source.count)
    }
  }

  /// Copies the elements from `index` on as the nearest brain floats, as many as there is room for.
  public func copyElements(from index: Int, to target: UnsafeMutableBufferPointer<UInt16>) {
    precondition(index >= 0 && index + target.count <= values.count)
    values.withUnsafeBufferPointer { elements in
      guard let source = elements.baseAddress, let halves = target.baseAddress else { return }
      attune_narrow(source + index, halves, target.count)
    }
  }

  /// Writes rows as brain floats to the beginning of `target`, which becomes longer where it is too short.
  func writeBrainFloats(rows: Range<Int>, into target: inout [UInt16]) {
    let count = rows.count * columns
    if count > target.count { target.append(contentsOf: repeatElement(0, count: count - target.count)) }
    target.withUnsafeMutableBufferPointer {
      copyElements(from: rows.lowerBound * columns, to: UnsafeMutableBufferPointer(rebasing: $0[..<count]))
    }
  }
}
