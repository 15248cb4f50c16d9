/// How a device stores a sample.
public enum SampleFormat: String, CaseIterable, Sendable {
  /// 16 bits.
  case s16 = "S16_LE"
  /// 32 bits.
  case s32 = "S32_LE"
  /// Floating point, 32 bits; full scale is ±1.
  case float = "FLOAT_LE"
  /// 24 bits in the lower three of four bytes.
  case s24 = "S24_LE"
  /// 24 bits in three bytes.
  case packed24 = "S24_3LE"

  /// The bytes of a sample.
  var width: Int {
    switch self {
    case .s16: 2
    case .packed24: 3
    case .s24, .s32, .float: 4
    }
  }

  /// Turns little-endian samples into -1...1. What is not a number, or infinite, becomes 0.
  ///
  /// - Precondition: `output` has room for a value for each `width` bytes.
  func decode(_ bytes: Span<UInt8>, into output: inout MutableSpan<Float>) {
    for index in 0..<bytes.count / width { output[index] = sample(bytes, at: index * width) }
  }

  private func sample(_ bytes: Span<UInt8>, at place: Int) -> Float {
    var bits: UInt32 = 0
    for byte in 0..<width { bits |= UInt32(bytes[place + byte]) << UInt32(8 * byte) }
    switch self {
    case .s16: return Float(Int16(truncatingIfNeeded: bits)) / 32_768
    case .s32: return Float(Int32(bitPattern: bits)) / 2_147_483_648
    // Shifting the sign bit to the top and back spreads it; the highest byte of S24_LE may hold anything.
    case .s24, .packed24: return Float(Int32(bitPattern: bits << 8) >> 8) / 8_388_608
    case .float:
      let value = Float(bitPattern: bits)
      return value.isFinite ? value : 0
    }
  }
}
