import Batch

extension BatchMeasurement {
  /// Everything that was measured, for a person, without a newline at the end.
  ///
  /// - Parameters:
  ///   - columns: the columns whose values are told apart.
  ///   - published: what others reached, to stand beside it.
  public func text(by columns: [String] = [], beside published: PublishedResults? = nil) -> String {
    var parts = [summary]
    if hasTruth {
      parts += [intentTable, slotTable].compactMap { $0?.text }
      if let table = slotConfusionTable(limit: 10) { parts.append("\(table.title):\n\(table.text)") }
      parts.append(thresholdTable.text)
      if let table = ratioTable(beside: published) { parts.append(table.markdown) }
      parts += columns.compactMap { groupTable($0)?.text }
    }
    return parts.joined(separator: "\n\n")
  }

  /// What was accepted, and what it cost.
  private var summary: String {
    var lines: [String] = []
    if acceptance.labelled > 0 {
      lines.append("accepted: \(acceptance.rate)")
      lines.append("strictly (no further slots): \(acceptance.strictRate)")
      if let speakers = acceptanceOverSpeakers {
        lines.append("accepted, over \(speakers.clusters) speakers: 95 % interval \(Self.percents(speakers.interval))")
      }
    }
    if others > 0 { lines.append("no command, but taken for one: \(falseAcceptRate)") }
    if hasTruth, unlabelled > 0 { lines.append("without a label: \(unlabelled) files") }
    if let median = latency(0.5), let tail = latency(0.95) {
      lines.append("computing for a file: median \(median), 95th percentile \(tail)")
    }
    if let realTimeFactor { lines.append("real-time factor of a core: \(realTimeFactor)") }
    if hasTruth {
      lines.append("calibration error: \(DecimalText.fixed(100 * calibration.expectedError, digits: 1)) %")
    }
    return lines.joined(separator: "\n")
  }
}

extension Quantile: CustomStringConvertible {
  /// For example `0.072 s (0.070-0.075)`.
  public var description: String {
    let numbers = [value, interval.lowerBound, interval.upperBound].map { DecimalText.fixed($0, digits: 3) }
    return "\(numbers[0]) s (\(numbers[1])-\(numbers[2]))"
  }
}

extension MeanRatio: CustomStringConvertible {
  /// For example `0.0140 (0.0138-0.0142)`.
  public var description: String {
    let upper = interval.upperBound.isFinite ? DecimalText.fixed(interval.upperBound, digits: 4) : "∞"
    return
      "\(DecimalText.fixed(value, digits: 4)) (\(DecimalText.fixed(interval.lowerBound, digits: 4))-\(upper))"
  }
}
