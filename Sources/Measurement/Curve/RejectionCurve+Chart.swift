import Batch
import JSON
public import Pictures

extension RejectionCurve {
  /// The curve as a chart: false accepts an hour over the share of rejected commands, or over the threshold where there
  /// are no commands; of all sound together, and of each group.
  ///
  /// - Parameters:
  ///   - title: what was measured.
  ///   - threshold: the one to point out.
  public func chart(title: String, threshold: Double) -> LineChart {
    let hasCommands = commandCount > 0
    var chart = LineChart(
      title: title, x: hasCommands ? .init("rejected commands, %", scale: .logarithmic) : .init("threshold"),
      y: .init("false accepts an hour", scale: .logarithmic))
    func value(_ point: Point, _ rate: Double) -> LineChart.Value {
      .init(x: hasCommands ? 100 * point.rejected.value : point.threshold, y: rate)
    }
    let (points, chosen) = (points, point(at: threshold))
    let mark = LineChart.Mark(
      value(chosen, chosen.falseAccepts.value),
      "threshold \(JSONText.rounded(threshold)): \(DecimalText.fixed(chosen.falseAccepts.value, digits: 2)) an hour"
        + (hasCommands ? ", \(DecimalText.fixed(100 * chosen.rejected.value, digits: 1)) % rejected" : ""))
    chart.series = [
      .init("all", Self.steps(points.map { value($0, $0.falseAccepts.value) }), marks: [mark]),
      .init(
        "upper end of the 95 % interval", Self.steps(points.map { value($0, $0.falseAccepts.interval.upperBound) })),
    ]
    if groups.count > 1 {
      chart.series += groups.indices.map { group in
        .init(
          Self.shortened(groups[group].name),
          Self.steps(points.map { value($0, falseAccepts(of: group, at: $0.threshold).value) }))
      }
    }
    return chart
  }

  /// The last two parts of a path: the last one alone is often "test".
  private static func shortened(_ path: String) -> String {
    path.split(separator: "/").suffix(2).joined(separator: "/")
  }

  /// Joins points by steps: between two of them, no threshold gives anything else. Repetitions are left out.
  private static func steps(_ values: [LineChart.Value]) -> [LineChart.Value] {
    var steps: [LineChart.Value] = []
    for value in values where value != steps.last {
      if let last = steps.last, last.x != value.x, last.y != value.y { steps.append(.init(x: value.x, y: last.y)) }
      steps.append(value)
    }
    return steps
  }
}
