import Batch
import Pictures
import Recordings

extension BatchMeasurement {
  private static let grid = (0...200).map { Double($0) / 200 }

  /// Detection errors at every threshold: commands that were not accepted rightly, over what is no command and was
  /// accepted. Without such recordings, rejected commands over those that were misunderstood.
  ///
  /// - Parameter threshold: the one to point out.
  func detectionErrors(threshold: Double) -> LineChart {
    let hasOthers = others > 0
    var chart = LineChart(
      title: "Detection errors at every threshold",
      x: .init(hasOthers ? "no command, but accepted, %" : "commands misunderstood, %", scale: .normalDeviate),
      y: .init(hasOthers ? "commands not accepted rightly, %" : "commands rejected, %", scale: .normalDeviate))
    func value(_ threshold: Double) -> LineChart.Value {
      let point = thresholds.point(at: threshold)
      let missed = 1 - point.understood.value
      return hasOthers
        ? .init(x: 100 * falseAccepts(at: point).value, y: 100 * missed)
        : .init(x: 100 * max(0, missed - point.rejected.value), y: 100 * point.rejected.value)
    }
    var values: [LineChart.Value] = []
    for threshold in Self.grid where values.last != value(threshold) { values.append(value(threshold)) }
    chart.series = [
      .init(
        "all thresholds", values,
        marks: [.init(value(threshold), "threshold \(DecimalText.fixed(threshold, digits: 2))")])
    ]
    return chart
  }

  /// What the threshold changes.
  func thresholdChart(threshold: Double) -> LineChart {
    var chart = LineChart(title: "What the threshold lets through", x: .init("threshold"), y: .init("%"))
    let points = Self.grid.map { thresholds.point(at: $0) }
    func series(_ name: String, _ share: (RejectionCurve.Point) -> Double) -> LineChart.Series {
      .init(
        name, points.map { .init(x: $0.threshold, y: 100 * share($0)) },
        marks: [.init(.init(x: threshold, y: 100 * share(thresholds.point(at: threshold))), "")])
    }
    chart.series = [
      series("accepted rightly") { $0.understood.value }, series("rejected") { $0.rejected.value },
      series("misunderstood") { max(0, 1 - $0.understood.value - $0.rejected.value) },
    ]
    if others > 0 { chart.series.append(series("no command, accepted") { falseAccepts(at: $0).value }) }
    return chart
  }

  /// How often commands of a confidence are right.
  var calibrationChart: LineChart {
    var chart = LineChart(
      title: "Calibration: error \(DecimalText.fixed(100 * calibration.expectedError, digits: 1)) %",
      x: .init("confidence"), y: .init("share that is right"))
    let bins = calibration.bins
    chart.series = [
      .init("commands", bins.map { .init(x: $0.confidence, y: $0.accuracy.value) }),
      .init("as it should be", [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
      .init("95 % interval", bins.map { .init(x: $0.confidence, y: $0.accuracy.interval.lowerBound) }).subdued,
      .init("", bins.map { .init(x: $0.confidence, y: $0.accuracy.interval.upperBound) }).subdued,
    ]
    return chart
  }

  /// Acceptance over the ratio of speech to noise; nil for fewer than two ratios.
  func ratioChart(beside published: PublishedResults?) -> LineChart? {
    let noisy = ratios.compactMap { ratio -> (ratio: Double, acceptance: Acceptance)? in
      guard let ratio, let found = groups[Self.ratioColumn]?[NoiseMixer.name(of: ratio)] else { return nil }
      return (ratio, found)
    }.sorted { $0.ratio < $1.ratio }
    guard noisy.count >= 2 else { return nil }
    var chart = LineChart(
      title: "Accepted commands in noise", x: .init("ratio of speech to noise, dB"), y: .init("accepted, %"))
    func series(_ name: String, _ share: (Acceptance) -> Double) -> LineChart.Series {
      .init(name, noisy.map { .init(x: $0.ratio, y: 100 * share($0.acceptance)) })
    }
    chart.series = [
      series("Attune") { $0.rate.value }, series("95 % interval") { $0.rate.interval.lowerBound }.subdued,
      series("") { $0.rate.interval.upperBound }.subdued,
    ]
    chart.series += (published?.systems ?? []).map { system in
      .init(
        system.name,
        noisy.compactMap { noisy in
          system.percents[NoiseMixer.name(of: noisy.ratio)].map { .init(x: noisy.ratio, y: $0) }
        })
    }.filter { !$0.values.isEmpty }
    return chart
  }
}
