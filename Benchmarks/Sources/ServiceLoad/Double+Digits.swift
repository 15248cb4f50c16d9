extension Double {
  /// With a number of digits after the point; infinite as a dash.
  func rounded(to digits: Int) -> String {
    guard isFinite else { return "-" }
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let value = (self * scale).rounded() / scale
    return digits == 0 ? "\(Int(value))" : "\(value)"
  }
}
