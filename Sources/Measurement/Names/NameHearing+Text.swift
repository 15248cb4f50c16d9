import Batch
import JSON

extension NameHearing.Heard {
  /// What was measured, at some thresholds, in lines without a newline at the end.
  ///
  /// - Parameter threshold: the one in words.
  public func text(threshold: Double) -> String {
    let thresholds = Set([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99, threshold]).sorted()
    var lines = ["  measured:"]
    if curve.commandCount > 0 {
      lines.append(
        "    \(curve.commandCount) recordings of the name, \(DecimalText.fixed(spokenHours, digits: 2)) h")
    }
    if curve.hours > 0 {
      lines.append(
        "    \(DecimalText.fixed(curve.hours, digits: 2)) h of other sound with \(curve.otherFiles) stretches of it")
    }
    for threshold in thresholds {
      let point = curve.point(at: threshold)
      let parts =
        (curve.commandCount > 0 ? ["missed \(point.rejected)"] : [])
        + (curve.hours > 0 ? ["false accepts \(point.falseAccepts)"] : [])
      lines.append("    threshold \(JSONText.rounded(threshold)): " + parts.joined(separator: "; "))
    }
    lines += curve.falseAccepts(at: threshold).prefix(Self.most).map {
      "    taken for the name: \($0.file), \(DecimalText.fixed($0.confidence, digits: 2))"
    }
    return lines.joined(separator: "\n")
  }

  /// The most false accepts that are listed.
  private static let most = 10
}
