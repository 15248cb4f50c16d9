import Glibc

/// The range of an axis, where values stand on it, and the marks that make it readable.
struct AxisTicks {
  private let scale: AxisScale
  /// The ends as they are laid out: as logarithms to the base of 10, or as normal deviates.
  private let ends: ClosedRange<Double>
  /// Values with the text that stands beside them, from the lowest.
  let marks: [(value: Double, text: String)]

  /// An axis on which all finite values can be shown.
  init(_ values: [Double], scale: AxisScale) {
    self.scale = scale
    // Beyond this, doubles are too coarse for ticks.
    let values = values.filter { abs($0) < 1e12 }
    switch scale {
    case .linear: (ends, marks) = Self.linear(values)
    case .logarithmic: (ends, marks) = Self.logarithmic(values)
    case .normalDeviate: (ends, marks) = Self.normalDeviate(values)
    }
  }

  /// Where a value stands: 0 at the lower end of the axis, 1 at the upper; what lies outside stands at the nearer end.
  func position(_ value: Double) -> Double {
    min(1, max(0, (place(value) - ends.lowerBound) / (ends.upperBound - ends.lowerBound)))
  }

  private func place(_ value: Double) -> Double {
    switch scale {
    case .linear: value
    case .logarithmic: value > 0 ? log10(value) : -.infinity
    case .normalDeviate: Self.deviate(value)
    }
  }

  private static func linear(_ values: [Double]) -> (ClosedRange<Double>, [(value: Double, text: String)]) {
    let low = values.min() ?? 0
    // An axis of a single value reaches to one unit more.
    let high = values.max().map { $0 > low ? $0 : low + 1 } ?? low + 1
    // Up to six or so intervals of 1, 2 or 5 times a power of ten.
    let raw = (high - low) / 5
    let power = pow(10, floor(log10(raw)))
    let step = power * ([1, 2, 5].first { $0 * power >= raw * 0.999 } ?? 10)
    let first = floor(low / step + 1e-9)
    let last = max(first + 1, ceil(high / step - 1e-9))
    let digits = max(0, -Int(floor(log10(step) + 1e-9)))
    let marks = stride(from: first, through: last, by: 1).map { index in
      (value: index * step, text: decimal(index * step, digits: digits))
    }
    return (first * step...last * step, marks)
  }

  private static func logarithmic(_ values: [Double]) -> (ClosedRange<Double>, [(value: Double, text: String)]) {
    let positive = values.filter { $0 > 0 }
    let first = floor(log10(positive.min() ?? 1) + 1e-9)
    let last = max(first + 1, ceil(log10(positive.max() ?? 10) - 1e-9))
    let hasZero = positive.count < values.count
    let marks = stride(from: first, through: last, by: 1).map { exponent in
      (value: pow(10, exponent), text: decimal(pow(10, exponent), digits: max(0, -Int(exponent))))
    }
    return (first - (hasZero ? 1 : 0)...last, (hasZero ? [(value: 0, text: "0")] : []) + marks)
  }

  private static func normalDeviate(_ values: [Double]) -> (ClosedRange<Double>, [(value: Double, text: String)]) {
    let percents = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 40, 60, 80, 90, 95, 98, 99, 99.5, 99.9]
    // From the mark at or below the lowest value to the one at or above the highest, and at least three marks.
    let first = percents.lastIndex { $0 <= values.min() ?? 1 } ?? 0
    let last = percents.firstIndex { $0 >= values.max() ?? 50 } ?? percents.count - 1
    let range = min(first, percents.count - 3)...max(last, min(first, percents.count - 3) + 2)
    let marks = percents[range].map { (value: $0, text: decimal($0, digits: $0 < 1 || $0 > 99 ? 1 : 0)) }
    let isLow = (values.min() ?? 1) < percents[0]
    let low = isLow ? deviate(0) : deviate(percents[range.lowerBound])
    return (low...deviate(percents[range.upperBound]), marks)
  }

  /// The deviate below which so many percent of a normal distribution lie, by bisection.
  private static func deviate(_ percent: Double) -> Double {
    let share = min(99.95, max(0.05, percent)) / 100
    var (low, high) = (-4.0, 4.0)
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// A number with exactly so many decimal places; in powers of ten where it has more than 15 digits.
  private static func decimal(_ value: Double, digits: Int) -> String {
    let scaled = (abs(value) * pow(10, Double(digits))).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let all = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - all.count)) + all
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits > 0 ? "." + padded.suffix(digits) : "")
  }
}
