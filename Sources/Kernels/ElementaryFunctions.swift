/// Elementary functions without branches, calls or tables: a plain loop over any of them becomes vector code.
///
/// The C library's own are called once per element, which costs ten times as much.
enum Elementary {
  /// e^x to 2 units in the last place for x in -87 ... 88, and its value at the nearer end beyond.
  ///
  /// x = n ln 2 + r with |r| ≤ ln 2 / 2; e^r is its Taylor polynomial of degree 7, and 2^n is written into the
  /// exponent. Adding and subtracting 1.5 × 2²³ rounds to an integer and leaves it in the low bits. ln 2 is split in
  /// two so that n ln 2 is exact (Cody and Waite).
  @inline(__always) static func exp(_ x: Float) -> Float {
    let clamped = max(-87, min(88, x))
    let shifted = clamped * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let r = (clamped - n * 0.693_359_375) + n * 2.121_944_4e-4
    let high = ((r * (1 / 5040) + 1 / 720) * r + 1 / 120) * r + 1 / 24
    let polynomial = (((high * r + 1 / 6) * r + 0.5) * r + 1) * r + 1
    return polynomial * Float(bitPattern: (shifted.bitPattern &+ 127) &<< 23)
  }

  /// 1 / (1 + e^-x).
  @inline(__always) static func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

  /// The hyperbolic tangent, to 2e-7.
  @inline(__always) static func tanh(_ x: Float) -> Float { 2 * sigmoid(2 * x) - 1 }

  /// x Φ(x), the exact Gaussian error linear unit, to 5e-7.
  ///
  /// x Φ(x) = max(x, 0) - |x| erfc(|x| / √2) / 2, with erfc from Abramowitz and Stegun, 7.1.26: a polynomial in
  /// 1 / (1 + p z) times e^(-z²), within 1.5e-7.
  @inline(__always) static func gelu(_ x: Float) -> Float {
    let magnitude = x.magnitude
    let z = magnitude * 0.707_106_78
    let t = 1 / (1 + 0.327_591_1 * z)
    let high = (1.061_405_429 * t - 1.453_152_027) * t + 1.421_413_741
    let erfc = ((high * t - 0.284_496_736) * t + 0.254_829_592) * t * exp(-z * z)
    return max(x, 0) - 0.5 * magnitude * erfc
  }
}
