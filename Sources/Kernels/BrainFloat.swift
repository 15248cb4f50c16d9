/// The upper half of a `Float`: its range, and 8 bits of its precision.
public enum BrainFloat {
  /// The nearest one, of two equally near the even one. Not for NaN.
  @inline(__always) public static func bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
  }

  /// Its value.
  @inline(__always) public static func float(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
}

extension Matrix {
  /// Writes rows as brain floats to the beginning of `target`, which becomes longer where it is too short.
  func writeBrainFloats(rows: Range<Int>, into target: inout [UInt16]) {
    let count = rows.count * columns
    if count > target.count { target.append(contentsOf: repeatElement(0, count: count - target.count)) }
    target.withUnsafeMutableBufferPointer {
      copyElements(from: rows.lowerBound * columns, to: UnsafeMutableBufferPointer(rebasing: $0[..<count]))
    }
  }
}
