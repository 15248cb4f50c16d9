/// IEEE 754 binary16 to binary32, without the instruction for it, which the baseline processor lacks.
enum HalfPrecision {
  /// The exact value of the half-precision number with this bit pattern.
  ///
  /// Exponent and fraction move to their places in a `Float`; a product with 2^112 corrects the exponent's bias and
  /// turns subnormal halves into normal floats. Infinities and NaN have an exponent of all ones in both formats.
  @inline(__always) static func float(_ bits: UInt16) -> Float {
    let bits = UInt32(bits)
    let magnitude = Float(bitPattern: (bits & 0x7fff) << 13) * 0x1p112
    let special: UInt32 = (bits & 0x7fff) >= 0x7c00 ? 0x7f80_0000 : 0
    return Float(bitPattern: magnitude.bitPattern | special | (bits & 0x8000) << 16)
  }
}
