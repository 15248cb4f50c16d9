/// Numbers with a fixed number of decimal places, for a person.
package enum DecimalText {
  /// A number that is not negative, with exactly so many decimal places; one that is too large for them as it is.
  package static func fixed(_ value: Double, digits: Int) -> String {
    // Numbers of a file that somebody else has written may be anything.
    guard abs(value) < 1e12 else { return "\(value)" }
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    guard let rounded = Int(exactly: (value * Double(scale)).rounded()) else { return "\(value)" }
    guard digits > 0 else { return "\(rounded)" }
    let fraction = "\(rounded % scale)"
    return "\(rounded / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
