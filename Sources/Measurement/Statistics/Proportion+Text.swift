import Batch

extension Proportion {
  /// For example `96.2 (93.5-97.8)`, in percent; a dash without trials.
  var percents: String {
    guard total > 0 else { return "-" }
    let numbers = [value, interval.lowerBound, interval.upperBound].map { DecimalText.fixed($0 * 100, digits: 1) }
    return "\(numbers[0]) (\(numbers[1])-\(numbers[2]))"
  }
}
